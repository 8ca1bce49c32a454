import {
  type Door,
  openDoor,
  type Program,
  type RunFolder,
  setAside,
  superviseStack,
  type Supervision,
} from '@nx-kube/local';
import type { Stack } from '@nx-kube/manifests';
import type { LocalPlan } from '@nx-kube/manifests/local';

import { buildImages } from '../deploy/build-images.ts';
import { loadStack } from '../stack/load-stack.ts';
import type { World } from '../world.ts';
import { localFolder } from './folder.ts';
import { imagePrograms } from './image-programs.ts';
import { openPlanner, type Planner } from './plan-stack.ts';
import { isPostgres } from './postgres.ts';
import { requireWorkloads } from './require-workloads.ts';
import { takeFolder } from './take-folder.ts';

/** Options of the verbs that run a stack on this machine; see the table of verbs. */
export interface LocalStart {
  readonly only?: string;
  readonly fresh: boolean;
  readonly port?: number;
  readonly stack: string;
}

/** What differs between a run of the images' programs and a run for development. */
export interface LocalMode {
  readonly mode: 'local' | 'watch';
  /** Processes per workload; those of the stack if absent. */
  readonly replicas?: number;
  /**
   * Makes the programs of these projects and says how each runs.
   *
   * @returns resolves for a project as soon as it can start
   */
  readonly programs?: (projects: readonly string[], world: World) => (project: string) => Promise<Program>;
}

/** A stack that is starting. */
export interface StartedLocal {
  readonly plan: LocalPlan;
  readonly folder: RunFolder;
  readonly door: Door;
  readonly supervision: Supervision;
  /** Ends a build that still goes on, as it does where something else has failed meanwhile. */
  readonly endBuild: () => Promise<void>;
  /** Monotonic milliseconds. */
  readonly begun: number;
}

/** Names of every machine for itself. */
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Starts a stack on this machine: takes its folder, opens the front door, evaluates the stack with the address that this
 * gave, and lets the processes start while the projects are being built.
 *
 * @returns undefined where the same stack runs already as it was asked for, after saying so
 * @throws PluginError, RUNS_ALREADY where it runs otherwise; LocalError and the errors of the libraries; nothing is left
 *   running then
 */
export async function startLocal(options: LocalStart & LocalMode, world: World): Promise<StartedLocal | undefined> {
  const begun = performance.now();
  const { root, emit, signal } = world;
  const stack = await loadStack(root, options.stack);
  const only = options.only === undefined ? undefined : namesOf(options.only);
  const home = localFolder(root, stack.name);
  const asked = { mode: options.mode, fresh: options.fresh, port: options.port, only };
  const folder = await takeFolder(home, stack.name, asked, world);
  if (folder === undefined) return undefined;
  let door: Door | undefined;
  const building = ownBuild(world);
  try {
    const planAt = await planner(stack, folder, world);
    // The names that the Ingress asks for do not depend on the port.
    const draft = planAt(['http://localhost']);
    requireWorkloads({ stack: draft.stack, known: draft.workloads.map(({ name }) => name) }, only);
    const opened = await openDoor({
      hosts: hostsOf(draft),
      ...(options.port === undefined ? {} : { port: options.port }),
    });
    door = opened;
    const plan = planAt(opened.origins);
    // Only when nothing that was asked for can be wrong any more: a start that is refused changes no data.
    if (options.fresh) setAside(home);
    const programs = programsOf(plan, { ...options, only }, folder, building);
    const supervision = await superviseStack({
      plan,
      folder,
      door: opened,
      root,
      programs,
      mode: options.mode,
      emit,
      signal,
      ...(only === undefined ? {} : { only }),
      ...(options.replicas === undefined ? {} : { replicas: options.replicas }),
    });
    return { plan, folder, door: opened, supervision, endBuild: building.end, begun };
  } catch (error) {
    await building.end();
    await door?.close(0);
    await folder.close();
    throw error;
  }
}

/** Gathers the secrets, keeps those that were made, and says where the others come from. */
async function planner(stack: Stack, folder: RunFolder, { root, env, emit }: World): Promise<Planner['planAt']> {
  const { kept, sources, planAt } = await openPlanner(stack, { root, env, stored: folder.readSecrets() ?? {} });
  folder.writeSecrets(kept);
  for (const source of sources) emit({ type: 'secret', ...source });
  return planAt;
}

/** Names at which the stack answers, the best first. Some resolvers do not know `*.localhost`: its own names do as well. */
function hostsOf({ routes }: LocalPlan): readonly string[] {
  const own = routes.flatMap(({ host }) => (host?.endsWith('.localhost') === true ? [host] : []));
  return [...new Set([...own, ...LOOPBACK])];
}

/** The projects that have to be built, and how each of them runs. */
function programsOf(
  plan: LocalPlan,
  { only, programs }: { readonly only: readonly string[] | undefined; readonly programs?: LocalMode['programs'] },
  folder: RunFolder,
  building: OwnBuild,
): (project: string) => Promise<Program> {
  const containers = plan.workloads
    .filter(({ name }) => only === undefined || only.includes(name))
    .flatMap(({ container, init }) => [container, ...init]);
  const databases = new Set(
    plan.workloads.map(({ container }) => container).flatMap((each) => (isPostgres(each) ? [each.project] : [])),
  );
  const projects = [...new Set(containers.map(({ project }) => project))].filter((name) => !databases.has(name));
  const find = (programs ?? builtPrograms(folder, building))(projects, building.world);
  return (project) => (databases.has(project) ? Promise.resolve({ type: 'postgres' }) : find(project));
}

/** A build that can be ended before the run is told to. */
interface OwnBuild {
  /** Its signal ends the build. */
  readonly world: World;
  readonly begin: (build: Promise<void>) => Promise<void>;
  readonly end: () => Promise<void>;
}

function ownBuild(world: World): OwnBuild {
  const over = new AbortController();
  let running = Promise.resolve();
  return {
    world: { ...world, signal: AbortSignal.any([world.signal, over.signal]) },
    begin(build) {
      running = build.catch(() => undefined);
      return build;
    },
    async end() {
      over.abort();
      await running;
    },
  };
}

/** The programs of the images, once Nx has built all of them: from its cache where nothing changed. */
function builtPrograms(folder: RunFolder, { begin }: OwnBuild): NonNullable<LocalMode['programs']> {
  return (projects, world) => {
    const skipped = world.underNx || projects.length === 0;
    const built = skipped ? Promise.resolve() : begin(buildImages(projects, 'build', world, folder));
    const programs = built.then(() => imagePrograms(world.root, (project) => folder.cache(project)));
    // Whoever asks for a program gets the reason; nobody may ask.
    programs.catch(() => undefined);
    return async (project) => (await programs)(project);
  };
}

function namesOf(list: string): readonly string[] {
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
