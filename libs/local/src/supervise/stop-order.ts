import type { LocalPlan, LocalWorkload } from '@nx-kube/manifests/local';

import { findAddresses } from './addresses.ts';

/**
 * In which order workloads end, so that nobody loses what it needs: first those that nobody needs, databases last. Pure. Where
 * workloads need each other, what is nearer to the way in goes first.
 *
 * @returns names, one list per step
 */
export function stopOrder({ workloads, services, smoke }: LocalPlan): readonly (readonly string[])[] {
  const needs = new Map(workloads.map((workload) => [workload.name, needsOf(workload, services)]));
  const distances = distancesFrom(services.find(({ name }) => name === smoke.service)?.workload, needs);
  const distance = (name: string): number => distances.get(name) ?? 0;
  let left: readonly LocalWorkload[] = workloads;
  const order: string[][] = [];
  while (left.length > 0) {
    const step = nextStep(left, needs, distance);
    order.push(step);
    left = left.filter(({ name }) => !step.includes(name));
  }
  return order;
}

type Needs = ReadonlyMap<string, ReadonlySet<string>>;

function nextStep(left: readonly LocalWorkload[], needs: Needs, distance: (name: string) => number): string[] {
  const names = left.map(({ name }) => name);
  const free = names.filter((name) => !names.some((other) => other !== name && needs.get(other)?.has(name)));
  if (free.length > 0) return free;
  const awaited = new Set(left.flatMap(({ after }) => after));
  const unawaited = names.filter((name) => !awaited.has(name));
  const candidates = unawaited.length > 0 ? unawaited : names;
  const nearest = Math.min(...candidates.map(distance));
  return candidates.filter((name) => distance(name) === nearest);
}

function needsOf(
  { name, after, container, init }: LocalWorkload,
  services: LocalPlan['services'],
): ReadonlySet<string> {
  const known = services.flatMap((service) => service.ports.map(({ port }) => ({ service: service.name, port })));
  const texts = [container, ...init].flatMap(({ env, command = [], args = [] }) => [
    ...Object.values(env),
    ...command,
    ...args,
  ]);
  const named = new Set(texts.flatMap((text) => findAddresses(text, known).map(({ service }) => service)));
  const used = services.filter((service) => named.has(service.name)).map(({ workload }) => workload);
  return new Set([...after, ...used].filter((other) => other !== name));
}

/** How many workloads lie between the way in and another; what it never leads to ends as soon as it may. */
function distancesFrom(first: string | undefined, needs: Needs): ReadonlyMap<string, number> {
  const distances = new Map<string, number>();
  let reached = first === undefined ? [] : [first];
  for (let distance = 0; reached.length > 0; distance++) {
    for (const name of reached) distances.set(name, distance);
    reached = [...new Set(reached.flatMap((name) => [...(needs.get(name) ?? [])]))].filter(
      (name) => !distances.has(name),
    );
  }
  return distances;
}
