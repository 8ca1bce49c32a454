export { pinnedPackage } from './pinned.ts';
export { withPackage } from './package-folder.ts';
