import type { Cluster } from '@nx-kube/apply';
import { evaluateStack, type Stack } from '@nx-kube/manifests';
import { type Profile, routable } from '@nx-kube/minikube';

import type { Address } from '../report/events.ts';
import type { PreparedStack } from '../secrets/prepare.ts';
import { placeholderInput } from '../stack/placeholder-input.ts';
import { readReferences } from '../stack/references.ts';
import type { World } from '../world.ts';
import { describeAddress, resolveHost } from './address.ts';
import { type Applied, applyStack } from './apply-stack.ts';
import { readyIngress } from './ingress.ts';
import { loadImages } from './load-images.ts';
import { connect } from './open-cluster.ts';
import { prepareOnCluster } from './prepare-on-cluster.ts';
import { smoke } from './smoke.ts';

/** What to deploy, and how. */
export interface DeployChoice {
  readonly stack: Stack;
  readonly environment: string;
  readonly namespace?: string;
  /** Seconds. */
  readonly timeout: number;
  readonly dryRun: boolean;
  readonly allowDatabaseSwitch: boolean;
  readonly forceConflicts: boolean;
  readonly allowPrune: boolean;
}

/** What a deploy has come to. */
export interface Deployed extends Omit<Applied, 'report'> {
  readonly ok: boolean;
  readonly interrupted: boolean;
  readonly unchanged: number;
  readonly address?: Address;
}

/** Longest wait for the first good answer: an Ingress controller takes a moment to see a new rule. */
const SMOKE_MS = 60_000;

/**
 * Brings a stack into a profile that runs, whose images Docker has: secrets, checks, room, images into the nodes, apply,
 * wait, and a look from outside.
 *
 * @throws PluginError and the errors of the libraries
 */
export async function deployOnProfile(choice: DeployChoice, profile: Profile, world: World): Promise<Deployed> {
  const images = await readReferences(world.root, choice.stack.images);
  const cluster = await connect(profile.context);
  try {
    const namespace = choice.namespace ?? defaultNamespace(choice, images);
    const prepared = await prepareOnCluster({ ...choice, images, namespace }, cluster, world);
    const served = !choice.dryRun && (await prepareCluster(profile, cluster, prepared, world));
    const { dryRun, forceConflicts, allowPrune, timeout: timeoutSeconds } = choice;
    const target = { cluster, release: choice.stack.name, namespace, objects: prepared.objects };
    const applied = await applyStack({ ...target, timeoutSeconds, dryRun, forceConflicts, allowPrune }, world);
    const { report, ...changes } = applied;
    const { ok, interrupted, unchanged } = report;
    const deployed = { ok, interrupted, unchanged, ...changes };
    if (!ok || dryRun) return deployed;
    return {
      ...deployed,
      address: await lookFromOutside(served ? profile : withoutAddress(profile), cluster, { prepared, choice }, world),
    };
  } finally {
    cluster.close();
  }
}

function defaultNamespace({ stack, environment }: DeployChoice, images: Readonly<Record<string, string>>): string {
  return evaluateStack(stack, placeholderInput(stack, environment, images)).namespace;
}

/**
 * What the pods need before they can start: their images in the nodes, and somebody who serves the Ingress.
 *
 * @returns whether somebody does
 */
async function prepareCluster(
  profile: Profile,
  cluster: Cluster,
  prepared: PreparedStack,
  world: World,
): Promise<boolean> {
  const refs = prepared.result.images.map(({ ref }) => ref);
  const ingress = readyIngress(profile, cluster, prepared.objects, world);
  const [served] = await Promise.all([ingress, loadImages(profile, refs, world)]);
  return served;
}

/** Without an Ingress the node's address leads nowhere. */
function withoutAddress({ ip: _ip, ...profile }: Profile): Profile {
  return profile;
}

async function lookFromOutside(
  profile: Profile,
  cluster: Cluster,
  { prepared: { result }, choice }: { readonly prepared: PreparedStack; readonly choice: DeployChoice },
  world: World,
): Promise<Address> {
  const reach = profile.ip !== undefined && routable({ driver: profile.driver }) ? { ip: profile.ip } : {};
  const [resolved] = await Promise.all([
    resolveHost(result.host),
    smoke({ cluster, result, ...reach, timeoutMs: SMOKE_MS }, world),
  ]);
  const { environment, namespace } = choice;
  const release = { profile: profile.name, environment, ...(namespace === undefined ? {} : { namespace }) };
  return describeAddress({ result, release, ...reach, resolved });
}
