import { parseQuantity, podSpecOf, type Container, type KubeObject, type PodSpec } from '@nx-kube/kube';
import type { Faults } from '../without-cluster/faults.ts';
import type { PlacedContainer } from '../without-cluster/place.ts';
import type { Sources } from '../without-cluster/sources.ts';
import { healthcheckOf } from './healthcheck.ts';
import { SECRETS_FOLDER, variablesOf } from './keys.ts';
import { mountsOf, type Mounts } from './mounts.ts';

/** A service on its way into compose.yaml: its own part, and what decides its place among the others. */
export interface ServiceDraft {
  readonly name: string;
  readonly service: Readonly<Record<string, unknown>>;
  readonly oneShot: boolean;
  readonly healthy: boolean;
  /** One-shots that must have ended well before it starts. */
  readonly after: readonly string[];
  readonly texts: readonly string[];
  /** Keys of Secrets that it reads. */
  readonly secrets: readonly string[];
  /** Volumes that outlive it. */
  readonly volumes: readonly string[];
}

/** The services of one workload: a one-shot per init container, in their order, and the service itself. */
export function servicesOf(object: KubeObject, sources: Sources, faults: Faults): readonly ServiceDraft[] {
  const template = podSpecOf(object);
  if (!template) return [];
  const { spec, path } = template;
  const { name } = object.metadata;
  if (spec.containers.length !== 1) {
    const rule = `has ${spec.containers.length} containers, but a service of Compose is one`;
    faults.add(object, `${path}.containers`, { rule, fix: 'give each its own workload' });
  }
  const first: ServiceDraft[] = [];
  for (const [index, container] of (spec.initContainers ?? []).entries()) {
    const at = { object, spec, container, path: `${path}.initContainers[${index}]` };
    first.push(draftOf(`${name}-${container.name}`, at, sources, faults, { oneShot: true, after: first.slice(-1) }));
  }
  return [
    ...first,
    ...spec.containers.slice(0, 1).map((container, index) => {
      const at = { object, spec, container, path: `${path}.containers[${index}]` };
      return draftOf(name, at, sources, faults, { oneShot: object.kind === 'Job', after: first.slice(-1) });
    }),
  ];
}

function draftOf(
  name: string,
  at: PlacedContainer,
  sources: Sources,
  faults: Faults,
  { oneShot, after }: { oneShot: boolean; after: readonly ServiceDraft[] },
): ServiceDraft {
  const { container, spec, object } = at;
  const { environment, secrets, texts } = variablesOf(at, sources, faults);
  const mounts = mountsOf(at, faults);
  const healthcheck = oneShot ? undefined : healthcheckOf(at, faults);
  const { terminationGracePeriodSeconds: grace } = spec as { terminationGracePeriodSeconds?: number };
  const service = {
    image: container.image,
    ...pullOf(container),
    ...commandOf(container),
    ...(Object.keys(environment).length === 0 ? {} : { environment }),
    ...mountFields(mounts, secrets),
    ...securityOf(container, spec),
    ...(healthcheck ? { healthcheck } : {}),
    ...(oneShot || grace === undefined ? {} : { stop_grace_period: `${grace}s` }),
    restart: oneShot ? 'no' : 'unless-stopped',
    ...deployOf(container, oneShot ? undefined : replicasOf(object)),
  };
  return {
    name,
    service,
    oneShot,
    healthy: healthcheck !== undefined,
    after: after.map((draft) => draft.name),
    texts,
    secrets: [...secrets, ...mounts.secrets.map(({ source }) => source)],
    volumes: mounts.named.map(({ source }) => source),
  };
}

const PULL: Readonly<Record<string, string>> = { Never: 'never', Always: 'always', IfNotPresent: 'missing' };

function pullOf({ imagePullPolicy: policy }: Container): object {
  return typeof policy === 'string' ? { pull_policy: PULL[policy] } : {};
}

/** Kubernetes' `command` is what Docker calls the entry point, its `args` what Docker calls the command. */
function commandOf(container: Container): object {
  const { command, args, workingDir } = container as {
    command?: readonly string[];
    args?: readonly string[];
    workingDir?: string;
  };
  return {
    ...(command ? { entrypoint: command } : {}),
    ...(args ? { command: args } : {}),
    ...(workingDir === undefined ? {} : { working_dir: workingDir }),
  };
}

function mountFields({ named, tmpfs, secrets }: Mounts, keys: readonly string[]): object {
  const files = [...[...new Set(keys)].map((key) => ({ source: key, target: `${SECRETS_FOLDER}/${key}` })), ...secrets];
  return {
    ...(named.length === 0 ? {} : { volumes: named.map((volume) => ({ type: 'volume', ...volume })) }),
    ...(tmpfs.length === 0 ? {} : { tmpfs }),
    ...(files.length === 0 ? {} : { secrets: files }),
  };
}

interface SecurityContext {
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly readOnlyRootFilesystem?: boolean;
  readonly allowPrivilegeEscalation?: boolean;
  readonly capabilities?: { readonly drop?: readonly string[]; readonly add?: readonly string[] };
}

function securityOf(container: Container, spec: PodSpec): object {
  const context = { ...(spec['securityContext'] as object), ...(container['securityContext'] as object) };
  const { runAsUser, runAsGroup, readOnlyRootFilesystem, allowPrivilegeEscalation, capabilities } =
    context as SecurityContext;
  const group = runAsGroup === undefined ? '' : `:${runAsGroup}`;
  return {
    ...(runAsUser === undefined ? {} : { user: `${runAsUser}${group}` }),
    ...(readOnlyRootFilesystem === true ? { read_only: true } : {}),
    ...(capabilities?.drop ? { cap_drop: capabilities.drop } : {}),
    ...(capabilities?.add ? { cap_add: capabilities.add } : {}),
    ...(allowPrivilegeEscalation === false ? { security_opt: ['no-new-privileges:true'] } : {}),
  };
}

function replicasOf(object: KubeObject): number | undefined {
  return (object['spec'] as { replicas?: number }).replicas;
}

/** Memory in bytes, as Compose and Kubernetes read units differently. */
function deployOf({ resources = {} }: Container, replicas: number | undefined): object {
  const { cpu, memory } = resources.limits ?? {};
  const limits = {
    ...(cpu === undefined ? {} : { cpus: String(parseQuantity(String(cpu))) }),
    ...(memory === undefined ? {} : { memory: `${parseQuantity(String(memory))}b` }),
  };
  const kept = resources.requests?.['memory'];
  const reservations = kept === undefined ? {} : { memory: `${parseQuantity(String(kept))}b` };
  return {
    deploy: {
      ...(replicas === undefined ? {} : { replicas }),
      resources: {
        ...(Object.keys(limits).length === 0 ? {} : { limits }),
        ...(Object.keys(reservations).length === 0 ? {} : { reservations }),
      },
    },
  };
}
