import { type LocalContainer, type LocalWorkload, replicaNames, stepName } from '@nx-kube/manifests/local';
import { rmSync } from 'node:fs';

import type { LocalError } from '../error.ts';
import type { LocalProblem } from '../events.ts';
import { postgresProblem } from '../postgres/postgres-problem.ts';
import type { Program } from '../program/program.ts';
import type { Address } from './addresses.ts';
import type { Board, Seat } from './board.ts';
import type { Ending } from './child.ts';
import { keepProcess, type KeepOptions, type Kept } from './kept.ts';
import { type Ground, prepareStart } from './prepared.ts';
import { endProblem } from './problem.ts';
import type { Backoff, SupervisedFolder } from './supervision.ts';

/** What every workload of a run shares. */
export interface Workshop {
  readonly ground: Omit<Ground, 'folder' | 'addresses'> & { readonly folder: SupervisedFolder };
  readonly board: Board;
  readonly backoff: Backoff;
  readonly line: (process: string, stream: 'stdout' | 'stderr', line: string) => void;
  readonly notice: (message: string) => void;
  /** Something is ready, or is not any more. */
  readonly changed: () => void;
}

/** A process that failed: what was wrong, and how often in a row. */
export interface Failure {
  readonly problem: LocalProblem;
  readonly failures: number;
  /** What the preparation of the process threw; another try would come to the same. */
  readonly error?: LocalError;
}

/** The processes of a workload that run the same program: its steps, and then its replicas. */
export interface Generation {
  /** Every replica is ready, or done where the workload is a Job. */
  ready(): boolean;
  /** Ports of the ready replicas, by those of the container. */
  endpoints(): readonly ReadonlyMap<number, number>[];
  /** Why nothing of it is ready: one clause. */
  because(): string | undefined;
  /** Takes the place of the processes with the same names. */
  take(): void;
  /** Is heard of no more. */
  leave(): void;
  /** Runs so many replicas from now on; resolves when those that are too many have ended. */
  scale(replicas: number): Promise<void>;
  stop(): Promise<void>;
  kill(): void;
}

/** What a generation is started with. */
export interface GenerationOptions {
  /** Where this machine has the Services. */
  readonly addresses: readonly Address[];
  readonly workload: LocalWorkload;
  readonly replicas: number;
  /** By project: of its container and of its steps. */
  readonly programs: ReadonlyMap<string, Program>;
  /** Tells its files from those of the generations before it; 0 for the first. */
  readonly number: number;
  /** Whether an older one runs: then steps do not hold up the new processes, and nobody is led to these before `take`. */
  readonly beside: boolean;
  readonly failed: (failure: Failure) => void;
}

/** Starts the steps of a workload, one after the other, and then its replicas. */
export function startGeneration(options: GenerationOptions, workshop: Workshop): Generation {
  const { workload, beside } = options;
  const steps = workload.init.map((container) => {
    return { container, seat: seatOf(stepName(workload.name, container.name)) };
  });
  const seats = replicaNames(workload.name, options.replicas).map(seatOf);
  const all = (): readonly Seat[] => [...steps.map(({ seat }) => seat), ...seats];
  const kept: Kept[] = [];
  /** Undefined until the replicas may start. */
  let members: Kept[] | undefined;
  let stepsDone = steps.length === 0;
  let leaving = false;
  /** Until then a process that fails is not started again: the generation is given up. */
  let taken = !beside;

  function seatOf(process: string): Seat {
    return workshop.board.seat(process, workload.name, beside);
  }
  const begin = (container: LocalContainer, seat: Seat, ends: boolean, changed: () => void): Kept => {
    const again = (): boolean => taken && !ends;
    const process = keepProcess(keepOptions({ container, seat, ends, again, changed }, options, workshop));
    kept.push(process);
    return process;
  };
  const runSteps = async (): Promise<void> => {
    for (const { container, seat } of steps) {
      if (leaving) return;
      const step = begin(container, seat, true, () => undefined);
      await step.over;
      if (step.life().state !== 'done') return;
    }
    stepsDone = true;
    workshop.changed();
  };
  const beginMember = (seat: Seat): Kept => begin(workload.container, seat, workload.kind === 'Job', workshop.changed);
  const runMembers = (): void => {
    if (!leaving) members = seats.map(beginMember);
  };
  const endMember = async (member: Kept, seat: Seat): Promise<void> => {
    await member.stop();
    kept.splice(kept.indexOf(member), 1);
    clearFiles(workload.container, filesName(seat, options), workshop);
    seat.leave();
  };
  const run = async (): Promise<void> => {
    if (beside) {
      runMembers();
      return runSteps();
    }
    const [first] = steps;
    if (first)
      for (const seat of seats)
        seat.tell({ state: 'pending', restarts: 0, because: `waits for ${first.seat.process}` });
    await runSteps();
    if (stepsDone) runMembers();
  };
  const started = run();
  return {
    ready: () => stepsDone && members?.every(isWell) === true,
    endpoints: () => members?.flatMap((member) => member.endpoints() ?? []) ?? [],
    because: () => reasonOf(kept),
    take() {
      taken = true;
      for (const seat of all()) seat.take();
    },
    leave() {
      for (const seat of all()) seat.leave();
    },
    async scale(replicas) {
      const tooMany = seats.splice(replicas);
      const ending = members?.splice(replicas) ?? [];
      for (const name of replicaNames(workload.name, replicas).slice(seats.length)) {
        const seat = workshop.board.seat(name, workload.name);
        seats.push(seat);
        members?.push(beginMember(seat));
      }
      workshop.changed();
      for (const seat of tooMany.slice(ending.length)) seat.leave();
      await Promise.all(ending.map((member, index) => endMember(member, tooMany[index] as Seat)));
    },
    async stop() {
      leaving = true;
      await Promise.all(kept.map((process) => process.stop()));
      await started;
      for (const { container, seat } of [...steps, ...seats.map((seat) => ({ container: workload.container, seat }))]) {
        clearFiles(container, filesName(seat, options), workshop);
      }
    },
    kill() {
      leaving = true;
      for (const process of kept) process.kill();
    },
  };
}

function isWell(process: Kept): boolean {
  const { state } = process.life();
  return state === 'ready' || state === 'done';
}

function reasonOf(kept: readonly Kept[]): string | undefined {
  const one = kept.findLast((process) => !isWell(process));
  if (!one) return undefined;
  const { state, because } = one.life();
  const does = { backoff: 'has ended and starts again soon', starting: 'starts', unready: 'is not ready' };
  return `${one.name} ${does[state as keyof typeof does] ?? 'does not run'}${because ? ` (${because})` : ''}`;
}

interface Part {
  readonly container: LocalContainer;
  readonly seat: Seat;
  readonly ends: boolean;
  /** Whether it is started again when it ends badly. */
  readonly again: () => boolean;
  readonly changed: () => void;
}

function keepOptions(part: Part, options: GenerationOptions, workshop: Workshop): KeepOptions {
  const { container, seat, ends, again, changed } = part;
  const { ground, backoff } = workshop;
  const { folder } = ground;
  const { addresses } = options;
  const program = options.programs.get(container.project);
  if (!program) throw new Error(`nobody asked for the program of ${container.project}`);
  const name = filesName(seat, options);
  // As in a pod: what it wrote outlives a restart of the process, and not the pod. A run that was killed has left it.
  clearFiles(container, name, workshop);
  const line: KeepOptions['line'] = (stream, text) => workshop.line(seat.process, stream, text);
  const log = (text: string): void => line('stderr', text);
  return {
    seat,
    rules: { probes: container.probes, ends, backoff },
    graceMs: options.workload.graceSeconds * 1000,
    prepare: (signal) => prepareStart({ name, container, program, signal, log }, { ...ground, addresses }),
    explain: (ending, lines) => explain({ container, program, process: seat.process, again: again() }, ending, lines),
    line,
    children: { remember: (child) => folder.remember(child), forget: (pid) => folder.forget(pid) },
    changed,
    failed: (problem, failures, error) => options.failed({ problem, failures, ...(error && { error }) }),
    notice: workshop.notice,
  };
}

function filesName({ process }: Seat, { number }: GenerationOptions): string {
  return number === 0 ? process : `${process}.${number}`;
}

/** Secrets, for one, are on the disk no longer than somebody reads them. */
function clearFiles({ files, folders }: LocalContainer, name: string, { ground: { folder } }: Workshop): void {
  if (files.length + folders.length > 0) rmSync(folder.files(name), { recursive: true, force: true });
}

function explain(
  of: {
    readonly container: LocalContainer;
    readonly program: Program;
    readonly process: string;
    readonly again: boolean;
  },
  ending: Ending,
  lines: readonly string[],
): LocalProblem {
  const { container, program, process, again } = of;
  const known = program.type === 'postgres' ? postgresProblem(lines) : undefined;
  if (known) return { ...known, process };
  const fixedPorts = container.ports.filter(({ variables }) => variables.length === 0).map(({ port }) => port);
  return endProblem({ process, project: container.project, lines, fixedPorts }, ending, again);
}
