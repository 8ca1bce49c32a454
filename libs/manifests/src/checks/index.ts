export { checkObjects, type CheckOptions } from './check-objects.ts';
export type { Issue, Rule } from './issue.ts';
