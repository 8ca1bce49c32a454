import { evaluateStack, type StackResult } from '@nx-kube/manifests';
import { type Profile, routable } from '@nx-kube/minikube';

import { forwardCommand, type ReleaseWords, resolveHost } from '../deploy/address.ts';
import { httpGet } from '../deploy/http-get.ts';
import type { ClusterPlace } from '../observe/place.ts';
import { placeholderInput } from '../stack/placeholder-input.ts';
import { type ReleaseOptions, runningProfile } from '../verbs/release-target.ts';
import type { Outcome, World } from '../world.ts';
import { showAddress } from './show.ts';

/**
 * Opens the address of a release by the name of its Ingress, after a look at whether it works from here; else says exactly
 * what is missing.
 */
export async function clusterOpen({ stack, options }: ClusterPlace, browser: boolean, world: World): Promise<Outcome> {
  const { emit } = world;
  const profile = await runningProfile(options, world);
  const result = evaluateStack(stack, placeholderInput(stack, options.environment));
  const missing = await missingFor(result, profile, world);
  if (missing.length === 0) return showAddress(result.url, browser, world);
  for (const message of missing) emit({ type: 'note', kind: 'missing', message });
  emit({ type: 'note', kind: 'or run', message: forwardCommand(releaseWords(options, profile)) });
  return 'failed';
}

function releaseWords({ environment, namespace }: ReleaseOptions, { name: profile }: Profile): ReleaseWords {
  return { profile, environment, ...(namespace === undefined ? {} : { namespace }) };
}

/** What stands between this machine and the address, in the order of the way there. */
async function missingFor(result: StackResult, profile: Profile, { signal }: World): Promise<readonly string[]> {
  const { host, url, smoke } = result;
  if (url === '') return ['the stack has no Ingress with these values'];
  const reach = profile.ip !== undefined && routable({ driver: profile.driver }) ? { ip: profile.ip } : {};
  if (reach.ip === undefined) {
    return [`programs on this machine do not reach the node of profile ${profile.name} (driver ${profile.driver})`];
  }
  const [resolved, answer] = await Promise.all([
    resolveHost(host),
    httpGet(`http://${reach.ip}${smoke.path}`, host, signal).catch((error: unknown) => error as Error),
  ]);
  return [
    ...(answer instanceof Error ? [`nobody answers at http://${reach.ip}: minikube addons enable ingress`] : []),
    ...(!(answer instanceof Error) && answer.status >= 400
      ? [`${url}${smoke.path} answers ${answer.status}; see: npx nx-kube diagnose --environment minikube`]
      : []),
    ...(resolved.includes(reach.ip)
      ? []
      : [`a line in /etc/hosts, so that ${host} is known here:  ${reach.ip} ${host}`]),
  ];
}
