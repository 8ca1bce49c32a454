import type { Program } from '@nx-kube/local';

/** What a project came to when it was made anew. */
export type Made =
  | {
      readonly ok: true;
      readonly program: Program;
      /** The same as before: the same code would run, and nothing has to be started. */
      readonly key: string;
      /** Folder that it runs from, relative to the workspace, where each making has one of its own. */
      readonly context?: string;
    }
  /** One text per fault, with its place where it has one. */
  | { readonly ok: false; readonly faults: readonly string[] };

/** Makes the program of a project as its sources are now. */
export interface Maker {
  /** The target whose inputs decide whether it is to be made anew. */
  readonly target: string;
  /**
   * @param inUse contexts that run or are starting: they stay as they are
   */
  make(inUse: readonly string[]): Promise<Made>;
  /** What projects are made of may have changed: nothing is remembered. */
  reset(): Promise<void>;
  close(): Promise<void>;
}
