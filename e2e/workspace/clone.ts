import type { TestProject } from 'vitest/node';
import { checkout } from '../support/checkout.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of a clone of this repository, in which nothing was built before the first test. */
    clone: string;
  }
}

/** Makes the clone that all files share. Returns what takes it away again. */
export default async function prepare({ provide }: TestProject): Promise<() => void> {
  const clone = await checkout('workspace');
  provide('clone', clone.folder);
  return () => clone.remove();
}
