import { setTimeout as sleep } from 'node:timers/promises';

import type { Program } from '@nx-kube/local';

import { describeError } from '../error.ts';
import type { StartedLocal } from '../local/start-local.ts';
import type { World } from '../world.ts';
import { currentOf } from './current.ts';
import { followRun } from './follow-run.ts';
import { changesGraph, judgeChange, TARGETS, type Watched } from './judge-change.ts';
import { type NxDaemon, openNxDaemon } from './nx-daemon.ts';
import { openTypeCheck, type TypeCheck } from './type-check.ts';
import { changeNote, typeNotes } from './watch-lines.ts';
import { watchProjects } from './watch-projects.ts';
import { projectOf, targetOf, type Workspace } from './workspace.ts';

/** Nobody waits for the graph unless what it is made of has changed; it is read when there is nothing else to do. */
const GRAPH_AFTER_MS = 1500;

/** How long types wait for what is being started. */
const RESTARTS_FIRST_MS = 2000;

/** Concerns everything: for changes that nobody has seen. */
const ALL = ['package-lock.json'];

/** A stack that is watched while it runs. */
export interface StackWatch {
  /** Begins to watch, and makes the programs of these projects; one that can't be made is tried again after each change. */
  readonly programs: (projects: readonly string[], world: World) => (project: string) => Promise<Program>;
  /** What the programs run in, once it is there. */
  follow(started: StartedLocal): void;
  close(): Promise<void>;
}

/**
 * Watches a workspace through Nx.
 *
 * @param stack path of the module with the stack, relative to the workspace
 */
export function openStackWatch(stack: string): StackWatch {
  let opened: Promise<OpenWatch> | undefined;
  let found: (started: StartedLocal) => void = () => undefined;
  const runs = new Promise<StartedLocal>((resolve) => {
    found = resolve;
  });
  return {
    programs(projects, world) {
      opened = openWatch({ projects, stack, runs }, world);
      // Whoever asks for a program gets the reason.
      opened.catch(() => undefined);
      return async (project) => (await (opened as Promise<OpenWatch>)).first(project);
    },
    follow: (started) => found(started),
    async close() {
      const watch = await opened?.catch(() => undefined);
      await watch?.close();
    },
  };
}

interface WatchOptions {
  readonly projects: readonly string[];
  readonly stack: string;
  readonly runs: Promise<StartedLocal>;
}

interface OpenWatch {
  first(project: string): Promise<Program>;
  close(): Promise<void>;
}

async function openWatch(options: WatchOptions, world: World): Promise<OpenWatch> {
  const daemon = await openNxDaemon(world.root);
  try {
    return await openWatchWith(daemon, options, world);
  } catch (error) {
    await daemon.close();
    throw error;
  }
}

async function openWatchWith(
  daemon: NxDaemon,
  { projects, stack, runs }: WatchOptions,
  world: World,
): Promise<OpenWatch> {
  const { emit } = world;
  let workspace = await daemon.workspace();
  const current = currentOf(runs);
  const watched = watchProjects({ workspace: () => workspace, current, world });
  watched.add(projects);
  const followed = followRun({ stack, current, watched, world });
  const types = openTypes(() => workspace, world);
  const reread = async (): Promise<void> => {
    try {
      workspace = await daemon.workspace();
    } catch (error) {
      emit({ type: 'note', kind: 'failed', message: `nx: ${describeError(error).because}` });
    }
  };
  let outdated = false;
  let later: NodeJS.Timeout | undefined;
  const handle = async (files: readonly string[]): Promise<void> => {
    clearTimeout(later);
    if (files.length === 0 || changesGraph(files)) await Promise.all([reread(), watched.reset()]);
    apply(files.length === 0 ? ALL : files);
    later = setTimeout(() => void reread(), GRAPH_AFTER_MS).unref();
  };
  const apply = (files: readonly string[]): void => {
    const impact = judgeChange(files, workspace, watchedOf(watched.targets(), workspace, stack));
    const restarts = impact.rebuild.map((project) => watched.changed(project));
    const { rebuild, check, stack: isStack, tool } = impact;
    if (rebuild.length > 0 || check.length > 0 || isStack || tool) emit(changeNote(files));
    if (isStack) followed.changed();
    // What somebody waits for comes first.
    void Promise.race([Promise.all(restarts), sleep(RESTARTS_FIRST_MS, undefined, { ref: false })]).then(() =>
      types.check(check),
    );
    if (tool && !outdated) {
      outdated = true;
      const message = 'the program that watches has changed itself: stop it and start watch again to see it';
      emit({ type: 'note', kind: 'warning', message });
    }
  };
  const checkAll = async (): Promise<void> => {
    await (
      await runs
    ).supervision.ready;
    types.check(projects);
  };
  // A start that fails has told so itself.
  checkAll().catch(() => undefined);
  let queue = Promise.resolve();
  await daemon.watch(
    (files) => {
      queue = queue.then(() => handle(files));
    },
    (error) => emit({ type: 'error', ...describeError(error) }),
  );
  return {
    first: (project) => watched.program(project),
    async close() {
      clearTimeout(later);
      await Promise.all([types.close(), daemon.close(), followed.close(), watched.close()]);
    },
  };
}

function watchedOf(projects: ReadonlyMap<string, string>, workspace: Workspace, stack: string): Watched {
  const project = projectOf(workspace, stack) ?? '';
  const own = TARGETS.watch;
  return {
    projects,
    stack: { project, target: targetOf(workspace, project, own) === undefined ? TARGETS.types : own },
  };
}

function openTypes(workspace: () => Workspace, { root, env, emit }: World): TypeCheck {
  let faulty = false;
  return openTypeCheck({
    root,
    env,
    commandOf(project) {
      const command = targetOf(workspace(), project, TARGETS.types)?.options?.['command'];
      return typeof command === 'string' ? command : undefined;
    },
    tell(news) {
      typeNotes(news, faulty).forEach(emit);
      faulty = news.total > 0 || (faulty && news.open > 0);
    },
  });
}
