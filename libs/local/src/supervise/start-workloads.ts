import { type LocalWorkload, processNames } from '@nx-kube/manifests/local';

import type { Program } from '../program/program.ts';
import type { Board } from './board.ts';
import type { Gate } from './gate.ts';
import type { Waiting } from './waiting.ts';
import type { RunningWorkload } from './workload.ts';

/** What is started, and what it waits for. */
export interface StartOptions {
  readonly chosen: readonly LocalWorkload[];
  readonly running: ReadonlyMap<string, RunningWorkload>;
  readonly programs: (project: string) => Promise<Program>;
  readonly replicas: (workload: LocalWorkload) => number;
  readonly board: Board;
  readonly waiting: Waiting;
  readonly gate: Gate;
  readonly isLeaving: () => boolean;
}

/** The first starts of all workloads. */
export interface Starts {
  /** Resolves when a workload has begun; with this program, if its own could not be built. */
  provide(workload: LocalWorkload, program: Program): Promise<void>;
  /** Starts one that was not there before. Resolves when it has begun, or cannot. */
  add(workload: LocalWorkload, programs: (project: string) => Promise<Program>): Promise<void>;
}

/** Starts every workload as soon as its programs are there and the StatefulSets that it needs are ready. */
export function startWorkloads(options: StartOptions): Starts {
  const { chosen, running } = options;
  const programs = new Map<string, Promise<Program>>();
  const begin = (workload: LocalWorkload): Promise<void> => beginWorkload(workload, programs, options);
  const starts = new Map(chosen.map((workload) => [workload.name, begin(workload)]));
  return {
    async provide(workload, program) {
      programs.set(workload.container.project, Promise.resolve(program));
      await starts.get(workload.name);
      if (running.get(workload.name)?.begun() === false) starts.set(workload.name, begin(workload));
      await starts.get(workload.name);
    },
    add(workload, made) {
      for (const project of projectsOf(workload)) programs.set(project, made(project));
      const begun = begin(workload);
      starts.set(workload.name, begun);
      return begun;
    },
  };
}

/** The projects whose programs a workload runs. Pure. */
export function projectsOf({ container, init }: LocalWorkload): readonly string[] {
  return [...new Set([container, ...init].map(({ project }) => project))];
}

async function beginWorkload(
  workload: LocalWorkload,
  programs: Map<string, Promise<Program>>,
  options: StartOptions,
): Promise<void> {
  const { running, waiting, gate, isLeaving } = options;
  const isMissing = (name: string): boolean => running.get(name)?.ready() === false;
  const projects = projectsOf(workload);
  // Another one may have its name by the time that it could begin.
  const own = running.get(workload.name);
  announce(workload, `waits for the build of ${projects.join(' and ')}`, options);
  try {
    const made = await Promise.all(
      projects.map(async (project) => {
        const asked = programs.get(project) ?? options.programs(project);
        programs.set(project, asked);
        return [project, await asked] as const;
      }),
    );
    const missing = workload.after.filter(isMissing);
    if (missing.length > 0) announce(workload, `waits for ${missing.join(' and ')}`, options);
    await waiting.until(() => isLeaving() || !workload.after.some(isMissing));
    if (!isLeaving()) own?.begin(new Map(made));
  } catch (error) {
    announce(workload, 'its program could not be built', options);
    gate.fail(error);
  }
}

function announce(workload: LocalWorkload, because: string, { board, replicas }: StartOptions): void {
  for (const process of processNames(workload, replicas(workload))) {
    board.seat(process, workload.name).tell({ state: 'pending', restarts: 0, because });
  }
}
