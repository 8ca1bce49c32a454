import type { LocalWorkload } from '@nx-kube/manifests/local';

import type { LocalProblem } from '../events.ts';
import type { Program } from '../program/program.ts';
import { type Failure, type Generation, startGeneration, type Workshop } from './generation.ts';
import type { Replacement } from './supervision.ts';

/** What became of a generation: `overtaken` by a newer one, or by the end of all. */
type Outcome = 'ready' | 'overtaken' | LocalProblem;

/** A workload that is kept running. */
export interface RunningWorkload {
  readonly name: string;
  ready(): boolean;
  endpoints(): readonly ReadonlyMap<number, number>[];
  /** Why nothing of it is ready. */
  because(): string | undefined;
  /** Starts it for the first time. */
  begin(programs: ReadonlyMap<string, Program>): void;
  begun(): boolean;
  /** Runs another program of its container from now on, as `Supervision.replace` says. */
  replace(program: Program): Promise<Replacement>;
  stop(): Promise<void>;
  kill(): void;
}

/** What is run, and who hears of its failures. */
export interface WorkloadOptions {
  readonly workload: LocalWorkload;
  readonly replicas: number;
  readonly failed: (failure: Failure) => void;
}

/** Waits for the first outcome of a generation; later ones are nobody's. */
interface Awaited {
  readonly generation: Generation;
  readonly settle: (outcome: Outcome) => void;
}

/** A program that lost its port to another one does not fail for that: the next start takes another. */
const PORT_TRIES = 3;

/** A workload before its first start. */
export function createWorkload({ workload, replicas, failed }: WorkloadOptions, shared: Workshop): RunningWorkload {
  const retiring = new Map<Generation, Promise<void>>();
  let programs: ReadonlyMap<string, Program> = new Map();
  let current: Generation | undefined;
  /** Runs beside the current one, and takes over when it is ready. */
  let candidate: Awaited | undefined;
  /** The current one, of which somebody wants to know whether it gets ready. */
  let watched: Awaited | undefined;
  let generations = 0;
  let turn = 0;
  let left = false;

  const workshop: Workshop = {
    ...shared,
    changed() {
      if (candidate?.generation.ready()) takeOver(candidate);
      if (watched?.generation.ready()) watched.settle('ready');
      shared.changed();
    },
  };
  const start = (beside: boolean): Generation => {
    const generation = startGeneration(
      {
        workload,
        replicas,
        programs,
        number: generations++,
        beside,
        failed(failure) {
          if (candidate?.generation === generation) {
            if (failure.problem.code !== 'PORT_TAKEN' || failure.failures >= PORT_TRIES) giveUp(failure.problem);
            return;
          }
          if (watched?.generation === generation) watched.settle(failure.problem);
          if (current === generation) failed(failure);
        },
      },
      workshop,
    );
    return generation;
  };
  const retire = (generation: Generation, quietly = true): Promise<void> => {
    // Its names belong to the processes that took its place, or keep theirs.
    if (quietly) generation.leave();
    const gone = generation.stop().finally(() => retiring.delete(generation));
    retiring.set(generation, gone);
    return gone;
  };
  function takeOver({ generation, settle }: Awaited): void {
    const before = current;
    candidate = undefined;
    current = generation;
    current.take();
    // Its Services lead to the new ones before the old ones are told to end.
    shared.changed();
    settle('ready');
    if (before) void retire(before);
  }
  function giveUp(outcome: Outcome): void {
    const given = candidate;
    candidate = undefined;
    watched?.settle('overtaken');
    if (!given) return;
    given.settle(outcome);
    void retire(given.generation);
  }
  /** Beside the old ones, which stay if the new ones fail. */
  const replaceBeside = (): Promise<Outcome> =>
    new Promise((settle) => {
      const generation = start(true);
      candidate = { generation, settle };
      workshop.changed();
    });
  /** What two cannot have at once, such as a claim, is given from the old ones to the new ones. */
  const replaceAfter = async (before: Generation): Promise<Outcome> => {
    const mine = turn;
    current = undefined;
    shared.changed();
    await retire(before, false);
    if (left || mine !== turn) return 'overtaken';
    current = start(false);
    return awaitReady(current);
  };
  const awaitReady = (generation: Generation): Promise<Outcome> =>
    new Promise((settle) => {
      watched = {
        generation,
        settle(outcome) {
          watched = undefined;
          settle(outcome);
        },
      };
      workshop.changed();
    });

  async function replaceCurrent(program: Program, old: Program | undefined): Promise<Outcome> {
    if (left || !current) return 'overtaken';
    if (program === old) return awaitReady(current);
    if (isExclusive(workload, program)) return replaceAfter(current);
    if (current.endpoints().length > 0) return replaceBeside();
    // Nobody would miss the old ones.
    const before = current;
    current = start(false);
    void retire(before);
    return awaitReady(current);
  }

  return {
    name: workload.name,
    ready: () => current?.ready() ?? false,
    endpoints: () => current?.endpoints() ?? [],
    because: () => current?.because(),
    begun: () => current !== undefined,
    begin(given) {
      programs = given;
      if (!left) current = start(false);
    },
    async replace(program) {
      const begun = performance.now();
      const { project } = workload.container;
      const old = programs.get(project);
      giveUp('overtaken');
      turn++;
      programs = new Map([...programs, [project, program]]);
      const outcome = await replaceCurrent(program, old);
      return replacementOf(workload.name, outcome, Math.round(performance.now() - begun));
    },
    async stop() {
      left = true;
      giveUp('overtaken');
      if (current) await retire(current, false);
      await Promise.all(retiring.values());
    },
    kill() {
      left = true;
      candidate?.generation.kill();
      current?.kill();
      for (const generation of retiring.keys()) generation.kill();
    },
  };
}

/** Whether two generations cannot run at the same time: they would share a claim, a port that nothing changes, or sources. */
function isExclusive({ container, kind }: LocalWorkload, program: Program): boolean {
  return (
    (program.type === 'process' && program.reloads === true) ||
    kind === 'StatefulSet' ||
    container.folders.some(({ claim }) => claim !== undefined) ||
    container.ports.some(({ variables }) => variables.length === 0)
  );
}

function replacementOf(process: string, outcome: Outcome, afterMs: number): Replacement {
  if (outcome === 'ready') return { ok: true, afterMs };
  if (outcome !== 'overtaken') return { ok: false, afterMs, problem: outcome };
  const because = 'a newer program, or the end of the run, took its place';
  const problem: LocalProblem = { type: 'problem', process, code: 'SUPERSEDED', because, logs: [], fix: 'nothing' };
  return { ok: false, afterMs, problem };
}
