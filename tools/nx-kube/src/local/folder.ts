import { join } from 'node:path';

/** Where the local run of a stack keeps its data, secrets, logs and state; ignored by git. */
export function localFolder(root: string, stack: string): string {
  return join(root, '.nx-kube/local', stack);
}
