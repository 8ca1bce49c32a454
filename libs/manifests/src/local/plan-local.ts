import { podSpecOf } from '@nx-kube/kube';

import { evaluateStack } from '../stack/evaluate-stack.ts';
import type { LocalAddress, Stack, StackInput, StackResult } from '../stack/stack.ts';
import { mergeValues } from '../values/merge.ts';
import { Faults, type Outside } from '../without-cluster/faults.ts';
import { needsOf } from '../without-cluster/needs.ts';
import { sourcesOf } from '../without-cluster/sources.ts';
import { checkSupported, RUNNING } from '../without-cluster/supported.ts';
import { checkNames } from './check-names.ts';
import type { LocalContainer, LocalPlan, LocalService } from './plan.ts';
import { routesOf } from './routes.ts';
import { servicesOf } from './services.ts';
import { checkTexts } from './texts.ts';
import { workloadOf, type AloneWorkload } from './workload.ts';

/** What a stack is planned for. No image is asked for: a process runs what the project has built. */
export interface LocalInput extends Pick<StackInput, 'environment' | 'namespace' | 'secrets'>, LocalAddress {}

const LOCAL: Outside = {
  code: 'NOT_LOCAL',
  name: 'processes of one machine',
  doing: (stack) => `plan stack ${stack} as processes of one machine`,
};

/**
 * The stack as processes of one machine, read off the evaluated objects: a process per replica of each Deployment,
 * StatefulSet, Pod and Job, a step per init container, Services as names, Ingresses as routes. Pure. Left out, as Compose
 * does: Namespaces, accounts, disruption budgets, network policies, limits, and the users and rights of containers.
 *
 * @throws {ManifestError} as `evaluateStack`, and `NOT_LOCAL` with everything that processes cannot do
 */
export function planLocal(stack: Stack, input: LocalInput): LocalPlan {
  const { objects, values, smoke } = evaluateLocal(stack, input);
  const faults = new Faults(LOCAL);
  checkSupported(objects, faults);
  checkTexts(objects, faults);
  const running = objects.filter((object) => podSpecOf(object) && RUNNING.has(object.kind));
  const services = servicesOf(objects, running, faults);
  const projects = new Map(
    Object.entries(stack.imageKeys).map(([project, key]) => {
      const { repository, tag } = values.images[key] ?? { repository: project, tag: '' };
      return [`${repository}:${tag}`, project];
    }),
  );
  const reading = { objects, sources: sourcesOf(objects), services, projects };
  const read = running.flatMap((object) => {
    const workload = workloadOf(object, reading, faults);
    return workload ? [{ object, workload }] : [];
  });
  checkNames(read, faults);
  const workloads = read.map(({ workload }) => workload);
  const routes = routesOf(objects, faults);
  faults.throwIfAny(stack.name);
  const after = storesOf(workloads, services);
  return {
    stack: stack.name,
    workloads: workloads.map((workload) => ({ ...workload, after: [...(after.get(workload.name) ?? [])] })),
    services,
    routes,
    smoke,
  };
}

function evaluateLocal(stack: Stack, { origins, secrets, ...input }: LocalInput): StackResult {
  const overlay = mergeValues({}, stack.local({ origins })) as { readonly secrets?: object };
  // What a person keeps for a cluster, such as its public address, is not where this machine is reached.
  const given = Object.entries(secrets).filter(([name]) => !Object.hasOwn(overlay.secrets ?? {}, name));
  const images = Object.fromEntries(stack.images.map((project) => [project, `${project}:local`]));
  return evaluateStack(stack, { ...input, images, secrets: Object.fromEntries(given), values: overlay });
}

/** Workload → StatefulSets whose addresses it is told. */
function storesOf(
  workloads: readonly AloneWorkload[],
  services: readonly LocalService[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const stores = new Set(workloads.flatMap(({ kind, name }) => (kind === 'StatefulSet' ? [name] : [])));
  const hosts = services
    .filter(({ workload }) => stores.has(workload))
    .map(({ name, workload }) => [name, workload] as const);
  const dependents = workloads.map(({ name, container, init }) => ({
    name,
    texts: [container, ...init].flatMap(textsOf),
    after: [],
  }));
  return needsOf(dependents, new Map(hosts));
}

function textsOf({ env }: LocalContainer): readonly string[] {
  return Object.values(env);
}
