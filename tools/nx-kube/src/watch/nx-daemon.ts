import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

import { PluginError } from '../error.ts';
import type { ProjectGraph, TargetInput, Workspace } from './workspace.ts';

/** The part of Nx's own client that we use; that module is not among Nx's documented ones. */
interface Client {
  enabled(): boolean;
  isServerAvailable(): Promise<boolean>;
  getProjectGraphAndSourceMaps(): Promise<{ readonly projectGraph: ProjectGraph }>;
  registerFileWatcher(
    what: {
      readonly watchProjects: 'all';
      readonly includeGlobalWorkspaceFiles: true;
      readonly allowPartialGraph: true;
    },
    tell: (error: Error | 'reconnecting' | 'reconnected' | 'closed' | null, change: Changes | null) => void,
  ): Promise<() => void>;
  stop(): Promise<void>;
}

/** What Nx draws while it computes. */
interface Spinner {
  start(): Spinner;
  updateText(): void;
}

interface Changes {
  readonly changedFiles: readonly { readonly path: string }[];
}

/** What Nx knows of a workspace, and what it sees change. */
export interface NxDaemon {
  /**
   * The workspace as it is now.
   *
   * @throws PluginError NO_WATCH with what Nx says against the configuration of a project
   */
  workspace(): Promise<Workspace>;
  /**
   * Tells of files whose content has changed, relative to the workspace; those that git ignores are left out. Without files:
   * changes may have been missed.
   */
  watch(changed: (files: readonly string[]) => void, failed: (error: PluginError) => void): Promise<void>;
  /** Ends the daemon, too, where nobody had started it before. */
  close(): Promise<void>;
}

/**
 * Opens the daemon of Nx, which keeps the project graph and watches the files. It is used in places, too, where Nx does without it
 * on its own account: in CI and in containers.
 */
export async function openNxDaemon(root: string): Promise<NxDaemon> {
  process.env['NX_DAEMON'] = 'true';
  // Otherwise it starts a process per plugin after each change, which takes the processor just when a service is to start.
  process.env['NX_ISOLATE_PLUGINS'] ??= 'false';
  process.env['NX_WORKSPACE_ROOT_PATH'] = root;
  const { daemonClient: client } = await importNx<{ readonly daemonClient: Client }>(
    root,
    'nx/src/daemon/client/client',
  );
  await silenceSpinner(root);
  if (!client.enabled()) throw unwatchable('its daemon is turned off here', 'run: npx nx reset');
  let borrowed = await client.isServerAvailable();
  let unregister = (): void => undefined;
  // It ends when .gitignore changes, and by `nx reset`; its client waits for another one, and starts none.
  const restart = async (): Promise<void> => {
    borrowed &&= await client.isServerAvailable();
    await client.getProjectGraphAndSourceMaps().catch(() => undefined);
  };
  return {
    async workspace() {
      try {
        const { projectGraph: graph } = await client.getProjectGraphAndSourceMaps();
        return { graph, namedInputs: readNamedInputs(root) };
      } catch (error) {
        throw unwatchable(textOf(error), 'correct what it names', error);
      }
    },
    async watch(changed, failed) {
      const what = { watchProjects: 'all', includeGlobalWorkspaceFiles: true, allowPartialGraph: true } as const;
      unregister = await client.registerFileWatcher(what, (problem, change) => {
        if (change !== null) changed(change.changedFiles.map((file) => file.path));
        else if (problem === 'reconnecting') void restart();
        else if (problem === 'reconnected') changed([]);
        else if (problem === 'closed') failed(unwatchable('its daemon has ended', 'start watch again'));
        else if (problem instanceof Error)
          failed(unwatchable(textOf(problem), 'run npx nx reset, and start watch again'));
      });
    },
    async close() {
      unregister();
      if (borrowed) return;
      const file = await importNx<DaemonFile>(root, 'nx/src/daemon/cache');
      const pid = file.getDaemonProcessIdSync();
      await client.stop();
      if (pid !== null) await untilGone(pid);
    },
  };
}

/** How long a daemon that was told to end is waited for. */
const END_MS = 3000;
const LOOK_MS = 20;

interface DaemonFile {
  getDaemonProcessIdSync(): number | null;
}

/** A module of the Nx that the workspace uses. */
async function importNx<Module>(root: string, name: string): Promise<Module> {
  const path = createRequire(join(root, 'package.json')).resolve(name);
  return (await import(pathToFileURL(path).href)) as Module;
}

/** It would draw into the lines of the run, which know nothing of it. */
async function silenceSpinner(root: string): Promise<void> {
  const { globalSpinner } = await importNx<{ readonly globalSpinner: Spinner }>(root, 'nx/src/utils/spinner');
  globalSpinner.start = () => globalSpinner;
  globalSpinner.updateText = () => undefined;
}

async function untilGone(pid: number): Promise<void> {
  for (let looks = END_MS / LOOK_MS; looks > 0 && isAlive(pid); looks -= 1) await sleep(LOOK_MS);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function unwatchable(because: string, fix: string, cause?: unknown): PluginError {
  return new PluginError('NO_WATCH', { doing: 'watch the workspace through Nx', because, fix }, cause);
}

/** Nx puts the faults of several projects into one error; those of its daemon have come as JSON. */
function textOf(error: unknown): string {
  const { errors, message } = (error ?? {}) as { readonly errors?: unknown; readonly message?: unknown };
  if (Array.isArray(errors) && errors.length > 0) return [...new Set(errors.map(textOf))].join('\n');
  return typeof message === 'string' ? message : String(error);
}

function readNamedInputs(root: string): Workspace['namedInputs'] {
  const { namedInputs } = JSON.parse(readFileSync(join(root, 'nx.json'), 'utf8')) as {
    readonly namedInputs?: Readonly<Record<string, readonly TargetInput[]>>;
  };
  return namedInputs ?? {};
}
