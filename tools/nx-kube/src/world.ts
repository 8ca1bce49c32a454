import type { Emit } from './report/events.ts';

/** Everything outside that a verb touches, besides Docker, minikube and the cluster. */
export interface World {
  /** Absolute path of the workspace. */
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted: end tidily. */
  readonly signal: AbortSignal;
  /** Aborted: end at once. Absent where nobody can ask for it. */
  readonly hurry?: AbortSignal;
  readonly emit: Emit;
  /** Asks a person; absent where nobody can answer. */
  readonly ask?: (question: string) => Promise<boolean>;
  /** True where Nx has already run the tasks that this verb depends on. */
  readonly underNx: boolean;
}

/** How a verb ended, apart from errors, which it throws. */
export type Outcome = 'done' | 'failed' | 'interrupted';
