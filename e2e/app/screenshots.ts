import { join } from 'node:path';

/** Pictures of the last run, as its output; git ignores the folder. */
export const screenshots = join(import.meta.dirname, '../../dist/e2e/screenshots');
