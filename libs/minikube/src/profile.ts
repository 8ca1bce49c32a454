import { MinikubeError } from './error.ts';
import { explain } from './failure.ts';
import type { RunOptions } from './run.ts';
import { runMinikube } from './run.ts';

/** `Broken`: parts of it run; `Missing`: its node is gone. */
export type ProfileStatus = 'Running' | 'Stopped' | 'Paused' | 'Broken' | 'Missing';

/** One cluster of minikube. */
export interface Profile {
  readonly name: string;
  /** Such as `docker`, `kvm2`. */
  readonly driver: string;
  /** Container runtime: `docker`, `containerd` or `crio`. */
  readonly runtime: string;
  readonly status: ProfileStatus;
  /** Of the first control plane node; absent if it never ran. */
  readonly ip?: string;
  /** Names of the machines; with the docker driver those of the containers. The first is the control plane. */
  readonly nodes: readonly string[];
  /** Such as `v1.34.4`. */
  readonly kubernetesVersion: string;
  /** Name of the context in kubeconfig. */
  readonly context: string;
}

interface ListReply {
  readonly valid?: readonly ListedProfile[] | null;
}

interface ListedProfile {
  readonly Name: string;
  readonly Active?: boolean;
  readonly Config: {
    readonly Driver?: string;
    readonly KubernetesConfig?: { readonly KubernetesVersion?: string; readonly ContainerRuntime?: string };
    readonly Nodes?: readonly { readonly Name?: string; readonly IP?: string }[] | null;
  };
}

interface NodeStatus {
  readonly Host?: string;
  readonly Kubelet?: string;
  readonly APIServer?: string;
}

/**
 * Looks for a profile; starts and changes nothing.
 *
 * @param options.profile its name; if absent, the one that minikube itself would use (MINIKUBE_PROFILE,
 *   `minikube profile NAME`)
 * @returns `undefined` if there is no such profile
 */
export async function findProfile(options: { profile?: string; signal?: AbortSignal }): Promise<Profile | undefined> {
  const { profile, signal } = options;
  // Both at once where the name is known: each call of minikube costs a tenth of a second or more.
  const early = profile === undefined ? undefined : readStatus(profile, { signal });
  const [listed, status] = await Promise.all([listProfiles({ signal }), early]);
  const found = listed.find(({ Name, Active }) => (profile === undefined ? Active === true : Name === profile));
  if (found === undefined) return undefined;
  return toProfile(found, status ?? (await readStatus(found.Name, { signal })));
}

/** Context in kubeconfig; minikube gives it the name of the profile. Pure. */
export function profileContext(name: string): string {
  return name;
}

/**
 * Asks for the address of the control plane node.
 *
 * @throws MinikubeError MINIKUBE_FAILED if the profile does not run
 */
export async function minikubeIp(profile: string, options: { signal?: AbortSignal } = {}): Promise<string> {
  const doing = `ask for the address of profile ${profile}`;
  const result = await runMinikube(doing, ['ip', '--profile', profile], options);
  if (result.exitCode === 0) return result.stdout.trim();
  throw new MinikubeError('MINIKUBE_FAILED', explain(doing, result));
}

async function listProfiles(options: RunOptions): Promise<readonly ListedProfile[]> {
  const doing = 'list the profiles of minikube';
  // --light: what the profiles are, without asking the machines, all of them, how they are.
  const result = await runMinikube(doing, ['profile', 'list', '-o', 'json', '--light'], options);
  return parseProfiles(result.stdout) ?? fail(doing, result);
}

function fail(doing: string, result: Parameters<typeof explain>[1]): never {
  throw new MinikubeError('BAD_OUTPUT', explain(doing, result));
}

async function readStatus(name: string, options: RunOptions): Promise<ProfileStatus> {
  const args = ['status', '--profile', name, '-o', 'json'];
  const { stdout } = await runMinikube(`ask for the status of profile ${name}`, args, options);
  return parseStatus(stdout);
}

/** Reads `minikube profile list -o json`; `undefined` if it is something else. Pure. */
export function parseProfiles(text: string): readonly ListedProfile[] | undefined {
  try {
    const { valid } = JSON.parse(text) as ListReply;
    return valid ?? [];
  } catch {
    return undefined;
  }
}

/**
 * Reads `minikube status -o json`: an object for one node, an array for several. Pure. For a profile that is not there
 * minikube prints events instead, which have none of these fields.
 */
export function parseStatus(text: string): ProfileStatus {
  const nodes = parseNodes(text);
  // `null` is what minikube prints when it can't reach Docker: then nobody knows, and nothing may be made anew.
  if (nodes === undefined) return 'Broken';
  if (nodes.every(({ Host }) => Host === undefined || Host === 'Nonexistent')) return 'Missing';
  if (nodes.every(({ Host }) => Host === 'Stopped')) return 'Stopped';
  if (nodes.some(({ APIServer }) => APIServer === 'Paused')) return 'Paused';
  const good = new Set([undefined, 'Running', 'Irrelevant']); // a worker has no API server
  const runs = nodes.every(
    ({ Host, Kubelet, APIServer }) => Host === 'Running' && good.has(Kubelet) && good.has(APIServer),
  );
  return runs ? 'Running' : 'Broken';
}

function parseNodes(text: string): readonly NodeStatus[] | undefined {
  try {
    const value = JSON.parse(text) as NodeStatus | NodeStatus[] | null;
    if (value === null) return undefined;
    return Array.isArray(value) ? value : [value];
  } catch {
    return []; // several lines, each of them an event
  }
}

/** Joins what the list says with what the machines say. Pure. */
export function toProfile({ Name, Config }: ListedProfile, status: ProfileStatus): Profile {
  const nodes = Config.Nodes ?? [];
  const ip = nodes[0]?.IP ?? '';
  return {
    name: Name,
    driver: Config.Driver ?? '',
    runtime: Config.KubernetesConfig?.ContainerRuntime ?? 'docker',
    status,
    ...(ip === '' ? {} : { ip }),
    nodes: nodes.map((node) => machineName(Name, node.Name ?? '')),
    kubernetesVersion: Config.KubernetesConfig?.KubernetesVersion ?? '',
    context: profileContext(Name),
  };
}

/** @see https://github.com/kubernetes/minikube/blob/master/pkg/minikube/config/profile.go (MachineName) */
function machineName(profile: string, node: string): string {
  return node === '' || node === profile ? profile : `${profile}-${node}`;
}
