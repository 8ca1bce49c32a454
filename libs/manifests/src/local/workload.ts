import { podSpecOf, type Container, type KubeObject } from '@nx-kube/kube';
import type { Faults } from '../without-cluster/faults.ts';
import type { PlacedContainer } from '../without-cluster/place.ts';
import type { Sources } from '../without-cluster/sources.ts';
import { checkAddresses } from './addresses.ts';
import { expand } from '../without-cluster/expand.ts';
import { mountsOf } from './mounts.ts';
import type { LocalContainer, LocalService, LocalWorkload } from './plan.ts';
import { portsOf } from './ports.ts';
import { probesOf } from './probes.ts';
import { replicasOf } from './replicas.ts';
import { variablesOf } from './variables.ts';

/** What the workloads of a stack are read with. */
export interface Reading {
  readonly objects: readonly KubeObject[];
  readonly sources: Sources;
  readonly services: readonly LocalService[];
  /** Image reference → project that makes it. */
  readonly projects: ReadonlyMap<string, string>;
}

/** A workload, as far as it can be told without the others. */
export type AloneWorkload = Omit<LocalWorkload, 'after'>;

const KINDS = { Deployment: true, StatefulSet: true, Pod: true, Job: true } as const;

/** One workload as processes: the steps before it, and the process itself. */
export function workloadOf(object: KubeObject, reading: Reading, faults: Faults): AloneWorkload | undefined {
  const { spec, path } = podSpecOf(object) ?? {};
  const [container, ...others] = spec?.containers ?? [];
  if (!spec || path === undefined || !container || !isRunning(object.kind)) return undefined;
  if (others.length > 0) {
    const rule = `has ${others.length + 1} containers, but a process is one`;
    faults.add(object, `${path}.containers`, { rule, fix: 'give each its own workload' });
  }
  const { name } = object.metadata;
  const replicas = replicasOf(object, reading.objects, faults);
  const read = (one: Container, at: string, of: Pick<ContainerUse, 'replicas' | 'services'>): LocalContainer =>
    containerOf({ object, spec, container: one, path: `${path}.${at}` }, { ...of, reading }, faults);
  const { terminationGracePeriodSeconds: graceSeconds = 30 } = spec as { terminationGracePeriodSeconds?: number };
  return {
    name,
    kind: object.kind,
    replicas,
    graceSeconds,
    init: (spec.initContainers ?? []).map((one, index) => {
      return read(one, `initContainers[${index}]`, { replicas: 1, services: [] });
    }),
    container: read(container, 'containers[0]', {
      replicas,
      services: reading.services.filter(({ workload }) => workload === name),
    }),
  };
}

function isRunning(kind: string): kind is keyof typeof KINDS {
  return Object.hasOwn(KINDS, kind);
}

interface ContainerUse {
  readonly replicas: number;
  /** Those that lead to it. */
  readonly services: readonly LocalService[];
  readonly reading: Reading;
}

function containerOf(place: PlacedContainer, use: ContainerUse, faults: Faults): LocalContainer {
  const { object, container, path } = place;
  const { replicas, services, reading } = use;
  const { command, args, workingDir } = container as {
    command?: readonly string[];
    args?: readonly string[];
    workingDir?: string;
  };
  if (workingDir !== undefined) faults.lost(object, `${path}.workingDir`);
  const project = reading.projects.get(container.image ?? '');
  if (project === undefined) {
    const rule = 'is no image that a project of the stack makes, and without containers there is nothing to run';
    faults.add(object, `${path}.image`, { rule, fix: 'use an image of the stack, or leave the workload out' });
  }
  const env = variablesOf(place, reading.sources, faults);
  const probes = probesOf(place, faults);
  const targets = services.flatMap(({ ports }) => ports.map(({ targetPort }) => targetPort));
  const ports = portsOf(place, { env, probes, targets, replicas }, faults);
  checkAddresses(place, env, reading.services, faults);
  return {
    name: container.name,
    project: project ?? '',
    ...(command ? { command: command.map((text) => expand(text, env)) } : {}),
    ...(args ? { args: args.map((text) => expand(text, env)) } : {}),
    env,
    ports,
    probes,
    ...mountsOf(place, reading.sources, faults),
  };
}
