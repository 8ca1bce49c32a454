import { readRun, type RunState } from '@nx-kube/local/run';
import type { Stack } from '@nx-kube/manifests';

import type { ClusterChoice } from '../deploy/profile-name.ts';
import { PluginError } from '../error.ts';
import { localFolder } from '../local/folder.ts';
import { loadStack } from '../stack/load-stack.ts';
import type { ReleaseOptions } from '../verbs/release-target.ts';
import type { World } from '../world.ts';
import { clockTime } from './clock.ts';
import type { MinikubeState } from './minikube-state.ts';

/** Options that say which run of a stack is meant. */
export interface PlaceOptions extends ClusterChoice {
  readonly stack: string;
  readonly environment?: string;
  readonly namespace?: string;
}

/** The run on this machine, if there has been one. */
export interface LocalPlace {
  readonly type: 'local';
  readonly stack: Stack;
  readonly folder: string;
  readonly run: RunState | undefined;
}

/** A release in a cluster. */
export interface ClusterPlace {
  readonly type: 'cluster';
  readonly stack: Stack;
  readonly options: ReleaseOptions;
}

/** The name that the run on this machine has among the environments. */
const LOCAL = 'local';
/** The environment of a cluster that nobody has named. */
const USUAL = 'minikube';

/**
 * Decides which run is meant, and says so in the first line: what is named; else the run on this machine while it runs;
 * else minikube while it runs; else the last run on this machine.
 *
 * @param look how minikube is; asked only where that decides
 * @throws PluginError NO_STACK, BAD_STACK; USAGE for a local run in a cluster
 */
export async function choosePlace(
  options: PlaceOptions,
  world: World,
  look: (world: World) => Promise<MinikubeState> = lookAtMinikube,
): Promise<LocalPlace | ClusterPlace> {
  const stack = await loadStack(world.root, options.stack);
  const folder = localFolder(world.root, stack.name);
  const run = readRun(folder);
  const local = named(options) ?? (isRunning(run) || (await isBest(run, () => look(world))));
  const place = local ? localPlace(stack, folder, run) : clusterPlace(stack, options);
  world.emit({ type: 'note', ...describePlace(place) });
  if (!local && !isNamed(options) && endedBadly(run)) world.emit({ type: 'note', kind: 'local', message: ALSO });
  return place;
}

const ALSO = 'the last run on this machine ended badly; see it with --environment local';

/** Whether the last run on this machine is a better answer than a cluster of which nobody knows that it runs. */
async function isBest(run: RunState | undefined, look: () => Promise<MinikubeState>): Promise<boolean> {
  const state = await look();
  return state === 'absent' || (state === 'stopped' && run !== undefined);
}

function endedBadly(run: RunState | undefined): boolean {
  return run?.endedAt !== undefined && (run.killed === true || run.problems.length > 0);
}

/** What asks minikube is loaded where that decides: a run on this machine needs nothing of it. */
async function lookAtMinikube(world: World): Promise<MinikubeState> {
  const { minikubeState } = await import('./minikube-state.ts');
  return minikubeState(world);
}

/** Whether somebody has said which run is meant. Pure. */
export function isNamed({ environment, profile, context, namespace }: PlaceOptions): boolean {
  return [environment, profile, context, namespace].some((option) => option !== undefined);
}

/** Whether a run is under way at this moment. Pure. */
export function isRunning(run: RunState | undefined): run is RunState & { readonly endedAt?: never } {
  return run !== undefined && run.endedAt === undefined;
}

/**
 * Whether the options name the run on this machine; `undefined` where they name nothing.
 *
 * @throws PluginError USAGE
 */
function named({ environment, profile, context, namespace }: PlaceOptions): boolean | undefined {
  const ofCluster = Object.entries({ profile, context, namespace }).find(([, value]) => value !== undefined)?.[0];
  if (environment !== LOCAL) return environment === undefined && ofCluster === undefined ? undefined : false;
  if (ofCluster === undefined) return true;
  throw new PluginError('USAGE', {
    doing: 'choose the run',
    because: `--${ofCluster} belongs to a cluster, and the environment is ${LOCAL}`,
    fix: 'leave one of the two out',
  });
}

function localPlace(stack: Stack, folder: string, run: RunState | undefined): LocalPlace {
  return { type: 'local', stack, folder, run };
}

function clusterPlace(stack: Stack, { environment = USUAL, ...options }: PlaceOptions): ClusterPlace {
  return { type: 'cluster', stack, options: { ...options, environment } };
}

/** The first line, in the words of its kind. Pure. */
function describePlace(place: LocalPlace | ClusterPlace): { readonly kind: string; readonly message: string } {
  const { name } = place.stack;
  if (place.type === 'cluster')
    return { kind: 'cluster', message: `${name}, environment ${place.options.environment}` };
  const { run } = place;
  if (run === undefined) return { kind: 'local', message: `${name} has not run in this workspace` };
  if (!isRunning(run)) return { kind: 'local', message: `${name}, ended ${clockTime(run.endedAt ?? run.startedAt)}` };
  const by = run.mode === 'watch' ? 'nx-kube watch' : 'nx-kube local';
  return { kind: 'local', message: `${name}, run by ${by} (process ${run.pid}) since ${clockTime(run.startedAt)}` };
}
