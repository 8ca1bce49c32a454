import type { Cluster } from '@nx-kube/apply';
import { evaluateStack, type Stack } from '@nx-kube/manifests';
import { type Profile, routable } from '@nx-kube/minikube';

import { describeAddress, resolveHost } from '../deploy/address.ts';
import { type Applied, applyStack } from '../deploy/apply-stack.ts';
import { buildImages } from '../deploy/build-images.ts';
import { checkTools } from '../deploy/check-tools.ts';
import { readyIngress } from '../deploy/ingress.ts';
import { loadImages } from '../deploy/load-images.ts';
import { connect } from '../deploy/open-cluster.ts';
import { chooseProfile } from '../deploy/profile-name.ts';
import { prepareOnCluster } from '../deploy/prepare-on-cluster.ts';
import { type ProfileOptions, runningProfile } from '../deploy/running-profile.ts';
import { smoke } from '../deploy/smoke.ts';
import type { Address } from '../report/events.ts';
import type { PreparedStack } from '../secrets/prepare.ts';
import { loadStack, requireEnvironment } from '../stack/load-stack.ts';
import { placeholderInput } from '../stack/placeholder-input.ts';
import { readReferences } from '../stack/references.ts';
import type { Outcome, World } from '../world.ts';

/** Options of the verb; see the table of verbs. */
export interface MinikubeOptions extends ProfileOptions {
  readonly stack: string;
  readonly environment: string;
  readonly namespace?: string;
  readonly timeout: number;
  readonly allowDatabaseSwitch: boolean;
  readonly forceConflicts: boolean;
  readonly allowPrune: boolean;
}

/** Longest wait for the first good answer after a rollout, and when nothing was rolled out. */
const SMOKE_MS = 60_000;

/**
 * From the sources to the running stack. Whatever is found wrong before the first write leaves the cluster as it was.
 *
 * @throws PluginError and the errors of the libraries
 */
export async function run(options: MinikubeOptions, world: World): Promise<Outcome> {
  const begun = performance.now();
  const stack = await loadStack(world.root, options.stack);
  requireEnvironment(stack, options.environment);
  chooseProfile(options, world.env); // a contradiction is found before anything is asked
  // The look at the tools and at the profile are four programs: side by side, they take as long as the slowest.
  const [, profile] = await Promise.all([checkTools(world), runningProfile(options, world)]);
  if (!world.underNx) await buildImages(stack.images, options.dryRun ? 'bundle' : 'docker-build', world);
  if (profile === undefined) return finish(world, options, { begun });
  const cluster = await connect(profile.context, world.signal);
  try {
    return await deployOn({ stack, profile, cluster, begun }, options, world);
  } finally {
    cluster.close();
  }
}

/** What the first half of a run has found. */
interface Ground {
  readonly stack: Stack;
  readonly profile: Profile;
  readonly cluster: Cluster;
  readonly begun: number;
}

async function deployOn(ground: Ground, options: MinikubeOptions, world: World): Promise<Outcome> {
  const { stack, profile, cluster, begun } = ground;
  const images = await readReferences(world.root, stack.images);
  const namespace =
    options.namespace ?? evaluateStack(stack, placeholderInput(stack, options.environment, images)).namespace;
  const { environment, allowDatabaseSwitch } = options;
  const prepared = await prepareOnCluster(
    { stack, environment, images, namespace, allowDatabaseSwitch },
    cluster,
    world,
  );
  const addresses = resolveHost(prepared.result.host);
  if (!options.dryRun) await prepareCluster(ground, prepared, world);
  const { objects } = prepared;
  const { timeout: timeoutSeconds, dryRun, forceConflicts, allowPrune } = options;
  const target = { cluster, release: stack.name, namespace, objects };
  const applied = await applyStack({ ...target, timeoutSeconds, dryRun, forceConflicts, allowPrune }, world);
  if (!applied.report.ok || dryRun) return finish(world, options, { begun, applied });

  const ip = profile.ip !== undefined && routable({ driver: profile.driver }) ? profile.ip : undefined;
  const reach = ip === undefined ? {} : { ip };
  await smoke({ cluster, result: prepared.result, ...reach, timeoutMs: SMOKE_MS }, world);
  const facts = { result: prepared.result, context: profile.context, ...reach, resolved: await addresses };
  return finish(world, options, { begun, applied, address: describeAddress(facts) });
}

/** What the pods need before they can start: their images in the nodes, and somebody who serves the Ingress. */
async function prepareCluster({ profile, cluster }: Ground, prepared: PreparedStack, world: World): Promise<void> {
  const refs = prepared.result.images.map(({ ref }) => ref);
  await Promise.all([loadImages(profile, refs, world), readyIngress(profile, cluster, prepared.objects, world)]);
}

/** What there is to say at the end. */
interface Ending {
  readonly begun: number;
  readonly applied?: Applied;
  readonly address?: Address;
}

function finish(world: World, { dryRun }: MinikubeOptions, { begun, applied, address }: Ending): Outcome {
  const { created = [], updated = [], pruned = [], report } = applied ?? {};
  const { ok = true, interrupted = false, unchanged = 0 } = report ?? {};
  const seconds = (performance.now() - begun) / 1000;
  const counts = { created, updated, pruned, unchanged, interrupted, seconds };
  world.emit({ type: 'summary', verb: 'minikube', ok, dryRun, ...counts, ...(address ? { address } : {}) });
  if (interrupted) return 'interrupted';
  return ok ? 'done' : 'failed';
}
