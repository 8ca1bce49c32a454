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

/** What a workload is at this moment. */
interface Held extends WorkloadOptions {
  readonly workshop: Workshop;
  /** Undefined before the first start, and while one generation makes room for the next. */
  current?: Generation | undefined;
  /** Runs beside the current one, and takes over when it is ready. */
  candidate?: Awaited | undefined;
  /** The current one, of which somebody wants to know whether it gets ready. */
  watched?: Awaited | undefined;
  programs: ReadonlyMap<string, Program>;
  /** How many generations there were. */
  generations: number;
  /** Which replacement is the newest one. */
  turn: number;
  left: boolean;
  readonly retiring: Map<Generation, Promise<void>>;
}

/** A program that lost its port to another one does not fail for that: the next start takes another. */
const PORT_TRIES = 3;

/** A workload before its first start. */
export function createWorkload(options: WorkloadOptions, workshop: Workshop): RunningWorkload {
  const held: Held = {
    ...options,
    workshop: { ...workshop, changed: () => look(held, workshop) },
    programs: new Map(),
    generations: 0,
    turn: 0,
    left: false,
    retiring: new Map(),
  };
  return {
    name: options.workload.name,
    ready: () => held.current?.ready() ?? false,
    endpoints: () => held.current?.endpoints() ?? [],
    because: () => held.current?.because(),
    begun: () => held.generations > 0,
    begin(programs) {
      held.programs = programs;
      if (!held.left) held.current = startNext(held, false);
    },
    replace: (program) => replace(held, program),
    stop: () => stop(held),
    kill() {
      held.left = true;
      for (const generation of [held.candidate?.generation, held.current, ...held.retiring.keys()]) generation?.kill();
    },
  };
}

function look(held: Held, shared: Workshop): void {
  const { candidate, watched } = held;
  if (candidate?.generation.ready()) takeOver(held, candidate, shared);
  if (watched?.generation.ready()) watched.settle('ready');
  shared.changed();
}

function takeOver(held: Held, { generation, settle }: Awaited, shared: Workshop): void {
  const before = held.current;
  held.candidate = undefined;
  held.current = generation;
  generation.take();
  // Its Services lead to the new ones before the old ones are told to end.
  shared.changed();
  settle('ready');
  if (before) void retire(held, before);
}

function startNext(held: Held, beside: boolean): Generation {
  const { workload, replicas, programs, workshop } = held;
  const number = held.generations++;
  const failed = (failure: Failure): void => fail(held, generation, failure);
  const generation = startGeneration({ workload, replicas, programs, number, beside, failed }, workshop);
  return generation;
}

function fail(held: Held, generation: Generation, failure: Failure): void {
  const { problem, failures } = failure;
  if (held.candidate?.generation === generation) {
    if (problem.code !== 'PORT_TAKEN' || failures >= PORT_TRIES) giveUp(held, problem);
    return;
  }
  if (held.watched?.generation === generation) held.watched.settle(problem);
  if (held.current === generation) held.failed(failure);
}

/** Ends what waits to take over; who waited for it hears why. */
function giveUp(held: Held, outcome: Outcome): void {
  const { candidate, watched } = held;
  held.candidate = undefined;
  watched?.settle('overtaken');
  candidate?.settle(outcome);
  if (candidate) void retire(held, candidate.generation);
}

function retire(held: Held, generation: Generation, quietly = true): Promise<void> {
  // Its names belong to the processes that took its place, or keep theirs.
  if (quietly) generation.leave();
  const gone = generation.stop().finally(() => held.retiring.delete(generation));
  held.retiring.set(generation, gone);
  return gone;
}

async function replace(held: Held, program: Program): Promise<Replacement> {
  const begun = performance.now();
  const { name, container } = held.workload;
  const old = held.programs.get(container.project);
  giveUp(held, 'overtaken');
  held.turn++;
  held.programs = new Map([...held.programs, [container.project, program]]);
  const outcome = held.left || held.generations === 0 ? 'overtaken' : await replaceCurrent(held, program, old);
  return replacementOf(name, outcome, Math.round(performance.now() - begun));
}

async function replaceCurrent(held: Held, program: Program, old: Program | undefined): Promise<Outcome> {
  const { current } = held;
  if (program === old && current) return awaitReady(held, current);
  if (!current || isExclusive(held.workload, program)) return replaceAfter(held);
  if (current.endpoints().length > 0) return replaceBeside(held);
  // Nobody would miss the old ones.
  const next = startNext(held, false);
  held.current = next;
  void retire(held, current);
  return awaitReady(held, next);
}

/** Beside the old ones, which stay if the new ones fail. */
function replaceBeside(held: Held): Promise<Outcome> {
  return new Promise((settle) => {
    held.candidate = { generation: startNext(held, true), settle };
    held.workshop.changed();
  });
}

/** What two cannot have at once, such as a claim, is given from the old ones to the new ones. */
async function replaceAfter(held: Held): Promise<Outcome> {
  const { turn, current, workshop } = held;
  held.current = undefined;
  workshop.changed();
  if (current) void retire(held, current, false);
  await Promise.all(held.retiring.values());
  if (held.left || turn !== held.turn) return 'overtaken';
  const next = startNext(held, false);
  held.current = next;
  return awaitReady(held, next);
}

function awaitReady(held: Held, generation: Generation): Promise<Outcome> {
  return new Promise((resolve) => {
    const settle = (outcome: Outcome): void => {
      held.watched = undefined;
      resolve(outcome);
    };
    held.watched = { generation, settle };
    held.workshop.changed();
  });
}

async function stop(held: Held): Promise<void> {
  held.left = true;
  giveUp(held, 'overtaken');
  if (held.current) await retire(held, held.current, false);
  await Promise.all(held.retiring.values());
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
