import { join } from 'node:path';

/** Where the run in a folder keeps its logs; as `RunFolder.logs` has it. */
export function logFolder(folder: string): string {
  return join(folder, 'logs');
}
