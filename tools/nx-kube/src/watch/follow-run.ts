import type { Adaptation } from '@nx-kube/local';
import type { LocalPlan } from '@nx-kube/manifests/local';

import { describeError, PluginError } from '../error.ts';
import { isPostgres } from '../local/postgres.ts';
import type { StartedLocal } from '../local/start-local.ts';
import type { World } from '../world.ts';
import type { Current } from './current.ts';
import { followStack, type FollowedStack } from './follow-stack.ts';
import { planAnew } from './plan-anew.ts';
import { stackNotes } from './watch-lines.ts';
import type { WatchedProjects } from './watch-projects.ts';

/** What is followed, and what becomes of it. */
export interface FollowRunOptions {
  /** Path of the module with the stack, relative to the workspace. */
  readonly stack: string;
  readonly current: Current;
  readonly watched: WatchedProjects;
  readonly world: World;
}

/** Has the run become what its stack says, whenever that changes. */
export function followRun(options: FollowRunOptions): FollowedStack {
  const { current, world } = options;
  return followStack({
    async adapt(signal) {
      const started = await current.started;
      await started.supervision.ready;
      const plan = await planOf(started, options, signal);
      if (plan === undefined || signal.aborted) return undefined;
      return adapt(started, plan, options);
    },
    explain: (error) => describeError(error).because,
    tell: (news) => stackNotes(news).forEach(world.emit),
    now: () => performance.now(),
    over: world.signal,
  });
}

/** The stack as it is now, and its secrets where they belong. */
async function planOf(
  { folder, door, plan: before }: StartedLocal,
  { stack, world: { root, env, emit } }: FollowRunOptions,
  signal: AbortSignal,
): Promise<LocalPlan | undefined> {
  const stored = folder.readSecrets() ?? {};
  const answer = await planAnew({ root, stack, origins: door.origins, stored }, { env, signal, children: folder });
  if (signal.aborted) return undefined;
  if (!answer.ok) throw new PluginError('BAD_STACK', answer.error);
  const { plan, kept, sources } = answer;
  if (plan.stack !== before.stack) throw isAnother(`it is called ${plan.stack} now`);
  const host = hostOf(plan);
  if (host !== hostOf(before)) throw isAnother(`its host is ${host || 'none'} now`);
  if (JSON.stringify(kept) !== JSON.stringify(stored)) folder.writeSecrets(kept);
  for (const source of sources) if (stored[source.key] === undefined) emit({ type: 'secret', ...source });
  return plan;
}

async function adapt(
  { supervision }: StartedLocal,
  plan: LocalPlan,
  { current, watched }: FollowRunOptions,
): Promise<Adaptation> {
  const databases = new Set(
    plan.workloads.map(({ container }) => container).flatMap((each) => (isPostgres(each) ? [each.project] : [])),
  );
  current.becomes(plan);
  const adaptation = await supervision.adapt({
    plan,
    async programs(project) {
      if (databases.has(project)) return { type: 'postgres' };
      watched.add([project]);
      return watched.program(project);
    },
  });
  const done = adaptation.done.then((failed) => {
    if (failed?.length === 0) current.became(plan);
    return failed;
  });
  return { ...adaptation, done };
}

/** What the front door is called after. */
function hostOf({ routes }: LocalPlan): string {
  return [...new Set(routes.map(({ host }) => host ?? ''))].toSorted().join(', ');
}

/** Its folder and its address are called after it. */
function isAnother(because: string): PluginError {
  const fix = 'stop it and start watch again';
  return new PluginError('BAD_STACK', { doing: 'become another stack', because: `${because}: ${fix}`, fix });
}
