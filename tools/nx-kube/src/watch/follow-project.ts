import type { LocalProblem, Program, Replacement } from '@nx-kube/local';

import { describeError } from '../error.ts';
import type { Made, Maker } from './maker.ts';

/** What happens to a project that is followed. */
export type ProjectNews =
  /** It can't be built; what runs stays. */
  | { readonly type: 'faults'; readonly faults: readonly string[] }
  /** Built, and the code is the same: nothing starts. */
  | { readonly type: 'same' }
  /** What was changed answers. Milliseconds since the change was seen. */
  | { readonly type: 'serves'; readonly afterMs: number }
  /** The new one did not get ready. `stays` as in `Replacement`. */
  | { readonly type: 'failed'; readonly problem: LocalProblem; readonly stays: boolean };

/** A project that is made anew whenever it changes. */
export interface FollowedProject {
  /** Resolves with its program as soon as it could be made once. */
  readonly first: Promise<Program>;
  /** Its sources have changed. Resolves when what followed from it, or from a later change, has been told. */
  changed(): Promise<void>;
}

/** How a project is followed. */
export interface FollowOptions {
  readonly maker: Maker;
  /** Starts a program in place of the one that runs. */
  readonly replace: (program: Program) => Promise<Replacement>;
  readonly tell: (news: ProjectNews) => void;
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

type Ready = Extract<Made, { ok: true }>;

/** The code of a start that a newer one has taken the place of: nobody has to hear of it. */
const OVERTAKEN = 'SUPERSEDED';

/**
 * Makes a project, and makes it anew after each change: one making at a time, and after a change while one is under way another
 * one. A program that is not ready yet is overtaken by a newer one, so that nobody waits for one that is known to be wrong.
 */
export function followProject({ maker, replace, now, ...options }: FollowOptions): FollowedProject {
  const waiting = new Set<() => void>();
  const tell = (news: ProjectNews): void => {
    options.tell(news);
    for (const resolve of waiting) resolve();
    waiting.clear();
  };
  let serving: Ready | undefined;
  /** The newest that was started and has not failed. */
  let wanted: Ready | undefined;
  let dirty: number | undefined;
  let making = false;
  let foundFirst: (program: Program) => void = () => undefined;
  const first = new Promise<Program>((resolve) => {
    foundFirst = resolve;
  });

  const start = async (made: Ready, changedAt: number): Promise<void> => {
    wanted = made;
    const { ok, problem, stays = false } = await replace(made.program);
    if (ok) {
      serving = made;
      tell({ type: 'serves', afterMs: now() - changedAt });
    } else if (problem !== undefined && problem.code !== OVERTAKEN) {
      // Where nothing stayed, also the code of before has to be started.
      if (stays && wanted === made) wanted = serving;
      tell({ type: 'failed', problem, stays });
    }
  };
  const makeOnce = async (changedAt: number): Promise<void> => {
    const inUse = [serving, wanted].flatMap((each) => each?.context ?? []);
    const made = await maker.make(inUse).catch(faultOf);
    // What was changed meanwhile may mend it, or is worth a start of its own.
    if (dirty !== undefined && wanted !== undefined) return;
    if (!made.ok) return tell({ type: 'faults', faults: made.faults });
    if (wanted === undefined) {
      [serving, wanted] = [made, made];
      return foundFirst(made.program);
    }
    if (made.key === wanted.key) return tell({ type: 'same' });
    void start(made, changedAt);
  };
  const makeUntilClean = async (): Promise<void> => {
    making = true;
    while (dirty !== undefined) {
      const changedAt = dirty;
      dirty = undefined;
      await makeOnce(changedAt);
    }
    making = false;
  };
  const changed = (): void => {
    dirty ??= now();
    if (!making) void makeUntilClean();
  };
  changed();
  return {
    first,
    changed() {
      changed();
      return new Promise((resolve) => waiting.add(resolve));
    },
  };
}

/** Such as of a Dockerfile that is not understood. */
function faultOf(error: unknown): Made {
  const { because, fix } = describeError(error);
  return { ok: false, faults: [`${because} (fix: ${fix})`] };
}
