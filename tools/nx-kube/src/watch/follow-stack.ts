import type { Adaptation, Failed } from '@nx-kube/local';

/** What happens to a stack that is followed. */
export type StackNews =
  /** It can't be evaluated or run; what runs stays. */
  | { readonly type: 'faults'; readonly fault: string }
  /** What is being done. */
  | { readonly type: 'adapts'; readonly adaptation: Adaptation }
  /** It is done, or as much of it as could be. Milliseconds since the change was seen. */
  | {
      readonly type: 'adapted';
      readonly adaptation: Adaptation;
      readonly failed: readonly Failed[];
      readonly afterMs: number;
    };

/** A stack that is evaluated anew whenever its sources change. */
export interface FollowedStack {
  /** Its sources have changed. */
  changed(): void;
  /** Resolves when nothing of it is under way any more. */
  close(): Promise<void>;
}

/** How a stack is followed. */
export interface FollowStackOptions {
  /** Evaluates it, and has the run become what it says; undefined where the signal came first. */
  readonly adapt: (signal: AbortSignal) => Promise<Adaptation | undefined>;
  /** Why it could not, for people. */
  readonly explain: (error: unknown) => string;
  readonly tell: (news: StackNews) => void;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** The run ends: nothing is told any more. */
  readonly over: AbortSignal;
}

/** Follows the newest state of a stack alone: what an older one was about to become is told no more. */
export function followStack({ adapt, explain, tell, now, over }: FollowStackOptions): FollowedStack {
  let newest = new AbortController();
  const under = new Set<Promise<void>>();
  const follow = async (signal: AbortSignal, changedAt: number): Promise<void> => {
    try {
      const adaptation = await adapt(signal);
      if (adaptation === undefined || signal.aborted) return;
      tell({ type: 'adapts', adaptation });
      const failed = await adaptation.done;
      if (failed === undefined || signal.aborted) return;
      tell({ type: 'adapted', adaptation, failed, afterMs: now() - changedAt });
    } catch (error) {
      if (!signal.aborted) tell({ type: 'faults', fault: explain(error) });
    }
  };
  return {
    changed() {
      newest.abort();
      newest = new AbortController();
      const following = follow(AbortSignal.any([newest.signal, over]), now()).finally(() => under.delete(following));
      under.add(following);
    },
    async close() {
      newest.abort();
      await Promise.all(under);
    },
  };
}
