export { debianComponent, pinnedComponent, writeComponents } from './components.ts';
export { pinnedPackage } from './pinned.ts';
export { withPackage } from './package-folder.ts';
