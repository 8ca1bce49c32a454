import { buildImages } from '../deploy/build-images.ts';
import { checkTools } from '../deploy/check-tools.ts';
import type { DeployChoice } from '../deploy/deploy-on-profile.ts';
import { chooseProfile } from '../deploy/profile-name.ts';
import { type ProfileOptions, runningProfile } from '../deploy/running-profile.ts';
import type { OwnEvent } from '../report/events.ts';
import { loadStack, requireEnvironment } from '../stack/load-stack.ts';
import type { Outcome, World } from '../world.ts';

/** Options of the verb; see the table of verbs. */
type MinikubeOptions = ProfileOptions & Omit<DeployChoice, 'stack'> & { readonly stack: string };

/**
 * From the sources to the running stack. Whatever is found wrong before the first write leaves the cluster as it was.
 *
 * @throws PluginError and the errors of the libraries
 */
export async function run(options: MinikubeOptions, world: World): Promise<Outcome> {
  const begun = performance.now();
  chooseProfile(options, world.env); // a contradiction is found before anything is asked
  // The looks at the tools and at the profile are programs of their own; our own code is loaded meanwhile.
  const [stack, { deployOnProfile }, profile] = await Promise.all([
    loadStackFor(options, world),
    import('../deploy/deploy-on-profile.ts'),
    runningProfile(options, world),
    checkTools(world),
  ]);
  if (!world.underNx) await buildImages(stack.images, options.dryRun ? 'bundle' : 'docker-build', world);
  const done = profile === undefined ? NOT_STARTED : await deployOnProfile({ ...options, stack }, profile, world);
  const seconds = (performance.now() - begun) / 1000;
  world.emit({ type: 'summary', verb: 'minikube', dryRun: options.dryRun, seconds, ...done });
  if (done.interrupted) return 'interrupted';
  return done.ok ? 'done' : 'failed';
}

/** A dry run that would have to start the profile knows nothing about the objects in it. */
const NOT_STARTED = {
  ok: true,
  interrupted: false,
  created: [],
  updated: [],
  pruned: [],
  failed: [],
  unchanged: 0,
} as const satisfies Omit<Extract<OwnEvent, { type: 'summary' }>, 'type' | 'verb' | 'dryRun' | 'seconds'>;

async function loadStackFor(
  { stack: path, environment }: MinikubeOptions,
  { root }: World,
): ReturnType<typeof loadStack> {
  const stack = await loadStack(root, path);
  requireEnvironment(stack, environment);
  return stack;
}
