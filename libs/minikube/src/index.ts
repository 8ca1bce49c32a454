export { MinikubeError } from './error.ts';
export type { StartStep } from './events.ts';
export { ensureIngress } from './ingress.ts';
export type { Profile } from './profile.ts';
export { findProfile, minikubeIp, profileContext } from './profile.ts';
export { routable } from './routable.ts';
export { startProfile } from './start.ts';
export { checkMinikube } from './version.ts';
