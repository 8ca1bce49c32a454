import type { LocalService, LocalWorkload } from '@nx-kube/manifests/local';

import type { LocalProblem } from '../events.ts';
import type { Program } from '../program/program.ts';
import { type Description, differenceOf, type WorkloadDifference } from './description.ts';
import { type Failure, type Generation, startGeneration, type Workshop } from './generation.ts';
import type { Replacement } from './supervision.ts';

/** What became of a generation: `overtaken` by a newer one, or by the end of all. */
type Outcome = 'ready' | 'overtaken' | Lost;

/** Why it did not get ready, and whether what ran before serves on. */
interface Lost {
  readonly problem: LocalProblem;
  readonly stays: boolean;
}

/** A workload that is kept running. */
export interface RunningWorkload {
  readonly name: string;
  ready(): boolean;
  /** Where the ready processes have the port with this index of a Service. */
  served(service: LocalService, index: number): readonly number[];
  /** Why nothing of it is ready. */
  because(): string | undefined;
  /** Starts it for the first time. */
  begin(programs: ReadonlyMap<string, Program>): void;
  begun(): boolean;
  /** Runs another program of its container from now on, as `Supervision.replace` says. */
  replace(program: Program): Promise<Replacement>;
  /** The newest program that it was given for a project. */
  program(project: string): Program | undefined;
  /** In what its newest processes differ from a description. */
  difference(to: Description): WorkloadDifference;
  /**
   * Is described so from now on: what differs is started anew, as `replace` does, or scaled; and nothing where nothing differs.
   *
   * @param programs by project, for what is started
   */
  adapt(to: Description, programs: ReadonlyMap<string, Program>): void;
  /** What the newest replacement came to, whoever has asked for it. */
  settled(): Promise<Replacement>;
  stop(): Promise<void>;
  kill(): void;
}

/** What is run, and who hears of its failures. */
export interface WorkloadOptions {
  readonly description: Description;
  readonly failed: (failure: Failure) => void;
}

/** Waits for the first outcome of a generation; later ones are nobody's. */
interface Awaited {
  readonly generation: Generation;
  readonly settle: (outcome: Outcome) => void;
}

interface Made {
  readonly description: Description;
  readonly programs: ReadonlyMap<string, Program>;
}

/** What a workload is at this moment. */
interface Held {
  readonly failed: WorkloadOptions['failed'];
  readonly workshop: Workshop;
  /** What is started next. */
  description: Description;
  /** What each generation was started by. */
  readonly made: WeakMap<Generation, Made>;
  /** Were ended to make room, and still have their names. */
  readonly gone: Generation[];
  /** What was asked for last. */
  newest: Promise<Outcome>;
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
export function createWorkload({ description, failed }: WorkloadOptions, workshop: Workshop): RunningWorkload {
  const { name } = description.workload;
  const held: Held = {
    description,
    failed,
    made: new WeakMap(),
    gone: [],
    newest: Promise.resolve('ready'),
    workshop: { ...workshop, changed: () => look(held, workshop) },
    programs: new Map(),
    generations: 0,
    turn: 0,
    left: false,
    retiring: new Map(),
  };
  return {
    name,
    ready: () => held.current?.ready() ?? false,
    served: (service, index) => served(held, service, index),
    because: () => held.current?.because(),
    begun: () => held.generations > 0,
    begin(programs) {
      held.programs = programs;
      if (!held.left) held.current = startNext(held, false);
    },
    replace: (program) => replace(held, program),
    program: (project) => held.programs.get(project),
    difference: (to) => differenceTo(held, to),
    adapt: (to, programs) => adapt(held, to, programs),
    settled: () => settled(held),
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
  const { description, programs, workshop } = held;
  const { workload, replicas, addresses } = description;
  const number = held.generations++;
  const failed = (failure: Failure): void => fail(held, generation, failure);
  const generation = startGeneration({ workload, replicas, addresses, programs, number, beside, failed }, workshop);
  held.made.set(generation, { description, programs });
  return generation;
}

/** The processes that go on, or come to serve, if nothing else is asked for. */
function newestOf({ candidate, current }: Held): Generation | undefined {
  return candidate?.generation ?? current;
}

function differenceTo(held: Held, to: Description): WorkloadDifference {
  const newest = newestOf(held);
  const difference = differenceOf(newest && held.made.get(newest)?.description, to);
  return difference === 'anew' && isBackTo(held, to) ? 'none' : difference;
}

/** Whether what serves is what is described, while others that were to take its place are still starting. */
function isBackTo({ candidate, current, made, programs }: Held, to: Description): boolean {
  const before = current && made.get(current);
  if (!candidate || !before || differenceOf(before.description, to) !== 'none') return false;
  return [...before.programs].every(([project, program]) => programs.get(project) === program);
}

function served({ current, made }: Held, service: LocalService, index: number): readonly number[] {
  const { workload, services = [] } = (current && made.get(current)?.description) ?? {};
  const { port, targetPort = 0 } = service.ports[index] ?? {};
  // What runs knows the Service as it was described to it: while a plan takes the place of another one, that may be another port.
  const own = services.find(({ name, workload: owner }) => name === service.name && owner === workload?.name)?.ports;
  const known = own?.find((one) => one.port === port) ?? own?.[index];
  // A port that a container does not declare is the same on this machine.
  const undeclared = known ? [known.targetPort] : [];
  return current?.endpoints().flatMap((process) => process.get(known?.targetPort ?? targetPort) ?? undeclared) ?? [];
}

function fail(held: Held, generation: Generation, failure: Failure): void {
  const { problem, failures } = failure;
  if (held.candidate?.generation === generation) {
    if (problem.code !== 'PORT_TAKEN' || failures >= PORT_TRIES) giveUp(held, { problem, stays: true });
    return;
  }
  if (held.watched?.generation === generation) held.watched.settle({ problem, stays: false });
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

function replace(held: Held, program: Program): Promise<Replacement> {
  const { project } = held.description.workload.container;
  const same = program === held.programs.get(project);
  giveUp(held, 'overtaken');
  held.programs = new Map([...held.programs, [project, program]]);
  return replacing(held, renew(held, same));
}

function adapt(held: Held, to: Description, programs: ReadonlyMap<string, Program>): void {
  const difference = differenceTo(held, to);
  held.description = to;
  if (difference === 'anew') {
    giveUp(held, 'overtaken');
    held.programs = programs;
    held.newest = renew(held, false);
    return;
  }
  if (isBackTo(held, to)) {
    giveUp(held, 'overtaken');
    held.newest = Promise.resolve('ready');
  }
  const newest = newestOf(held);
  const made = newest && held.made.get(newest);
  if (!newest || !made) return;
  held.made.set(newest, { ...made, description: to });
  if (difference === 'none') return;
  void newest.scale(to.replicas);
  if (held.candidate) return;
  held.watched?.settle('overtaken');
  held.newest = awaitReady(held, newest);
}

async function settled(held: Held): Promise<Replacement> {
  for (;;) {
    const { newest } = held;
    const replacement = await replacing(held, newest);
    if (newest === held.newest) return replacement;
  }
}

async function replacing(held: Held, newest: Promise<Outcome>): Promise<Replacement> {
  const begun = performance.now();
  held.newest = newest;
  const outcome = await newest;
  return replacementOf(held.description.workload.name, outcome, Math.round(performance.now() - begun));
}

/** Starts what is described now, with the programs as they are now. Whoever was waited for is no more. */
async function renew(held: Held, same: boolean): Promise<Outcome> {
  held.turn++;
  if (held.left || held.generations === 0) return 'overtaken';
  const { current, description, programs } = held;
  const program = programs.get(description.workload.container.project);
  if (same && current) return awaitReady(held, current);
  if (!current || !program || isExclusive(description.workload, program)) return replaceAfter(held);
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
  if (current) {
    held.gone.push(current);
    void retire(held, current, false);
  }
  await Promise.all(held.retiring.values());
  if (held.left || turn !== held.turn) return 'overtaken';
  const next = startNext(held, false);
  held.current = next;
  for (const generation of held.gone.splice(0)) generation.leave();
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
  if (outcome !== 'overtaken') return { ok: false, afterMs, ...outcome };
  const because = 'a newer program, or the end of the run, took its place';
  const problem: LocalProblem = { type: 'problem', process, code: 'SUPERSEDED', because, logs: [], fix: 'nothing' };
  return { ok: false, afterMs, problem };
}
