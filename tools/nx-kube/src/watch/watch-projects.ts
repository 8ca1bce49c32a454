import type { Program, Replacement } from '@nx-kube/local';

import type { World } from '../world.ts';
import { chooseMaker } from './choose-maker.ts';
import type { Current } from './current.ts';
import { followProject, type FollowedProject } from './follow-project.ts';
import type { Maker } from './maker.ts';
import { projectNotes } from './watch-lines.ts';
import type { Workspace } from './workspace.ts';

/** The projects of a stack that have a program, made anew as they change. */
export interface WatchedProjects {
  /**
   * Begins to make these, if it has not yet.
   *
   * @throws PluginError NO_PROGRAM, BAD_TARGET
   */
  add(projects: readonly string[]): void;
  /** Project → the target whose inputs decide whether it is another one. */
  targets(): ReadonlyMap<string, string>;
  /** Resolves when what followed has been told. */
  changed(project: string): Promise<void>;
  /** Its newest program, as soon as it could be made once. */
  program(project: string): Promise<Program>;
  /** What projects are made of may have changed: nothing is remembered. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** What they are made in, and for what. */
export interface WatchedProjectsOptions {
  readonly workspace: () => Workspace;
  readonly current: Current;
  readonly world: World;
}

interface Watched {
  readonly maker: Maker;
  readonly followed: FollowedProject;
  newest?: Program;
}

/** Follows no project yet. */
export function watchProjects({ workspace, current, world }: WatchedProjectsOptions): WatchedProjects {
  const all = new Map<string, Watched>();
  const follow = (project: string, maker: Maker): Watched => {
    const followed = followProject({
      maker,
      replace(program) {
        watched.newest = program;
        return replaceAll(project, program, current);
      },
      tell: (news) => projectNotes(project, news).forEach(world.emit),
      now: () => performance.now(),
    });
    const watched: Watched = { maker, followed };
    return watched;
  };
  return {
    add(projects) {
      for (const project of projects) {
        if (!all.has(project)) all.set(project, follow(project, chooseMaker(project, workspace(), world)));
      }
    },
    targets: () => new Map(Array.from(all, ([project, { maker }]) => [project, maker.target])),
    async changed(project) {
      await all.get(project)?.followed.changed();
    },
    async program(project) {
      const watched = all.get(project);
      if (watched === undefined) throw new Error(`nobody follows ${project}`);
      return watched.newest ?? watched.followed.first;
    },
    async reset() {
      await Promise.all(Array.from(all.values(), ({ maker }) => maker.reset()));
    },
    async close() {
      await Promise.all(Array.from(all.values(), ({ maker }) => maker.close()));
    },
  };
}

/** Nobody has to hear of what nobody runs. */
const UNUSED: Replacement = {
  ok: false,
  afterMs: 0,
  problem: {
    type: 'problem',
    process: '',
    code: 'SUPERSEDED',
    because: 'no workload runs it any more',
    logs: [],
    fix: 'nothing',
  },
};

/** In every workload that runs it. */
async function replaceAll(project: string, program: Program, current: Current): Promise<Replacement> {
  const { supervision } = await current.started;
  const names = await current.workloadsOf(project);
  const results = await Promise.all(names.map((name) => supervision.replace(name, program)));
  if (results.length === 0) return UNUSED;
  return results.find(({ ok }) => !ok) ?? { ok: true, afterMs: Math.max(0, ...results.map(({ afterMs }) => afterMs)) };
}
