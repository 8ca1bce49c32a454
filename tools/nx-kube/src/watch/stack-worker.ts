import type { LocalPlan } from '@nx-kube/manifests/local';

import { describeError, type ErrorReport } from '../error.ts';
import { openPlanner, type Planner } from '../local/plan-stack.ts';
import { loadStack } from '../stack/load-stack.ts';

/** What is to be evaluated. It comes by the channel: nothing of it may be seen in a list of processes. */
export interface StackRequest {
  readonly root: string;
  /** Path of the module, relative to the workspace. */
  readonly stack: string;
  readonly origins: readonly string[];
  readonly stored: Readonly<Record<string, string>>;
}

/** What a stack came to, or why it came to nothing. */
export type StackAnswer =
  | ({ readonly ok: true; readonly plan: LocalPlan } & Omit<Planner, 'planAt'>)
  | { readonly ok: false; readonly error: ErrorReport };

/** Evaluates the stack once: the modules of a process cannot be loaded anew. */
async function answer({ root, stack, origins, stored }: StackRequest): Promise<StackAnswer> {
  try {
    const { kept, sources, planAt } = await openPlanner(await loadStack(root, stack), {
      root,
      env: process.env,
      stored,
    });
    return { ok: true, plan: planAt(origins), kept, sources };
  } catch (error) {
    return { ok: false, error: describeError(error) };
  }
}

process.once('message', (request: StackRequest) => {
  void answer(request).then((found) => process.send?.(found, () => process.exit()));
});
process.once('disconnect', () => process.exit());
