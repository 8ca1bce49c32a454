import type { LocalPlan } from '@nx-kube/manifests/local';

import type { StartedLocal } from '../local/start-local.ts';

/** The run that is watched, and the plan that it has by now. */
export interface Current {
  readonly started: Promise<StartedLocal>;
  /** The workloads that run a project, or are about to. */
  workloadsOf(project: string): Promise<readonly string[]>;
  /** It is on its way to this plan. */
  becomes(plan: LocalPlan): void;
  /** It has become that of this plan. */
  became(plan: LocalPlan): void;
}

/** A run with the plan that it was started by. */
export function currentOf(started: Promise<StartedLocal>): Current {
  let newest: LocalPlan | undefined;
  let next: LocalPlan | undefined;
  return {
    started,
    async workloadsOf(project) {
      const { plan, supervision } = await started;
      const all = [newest ?? plan, ...(next ? [next] : [])].flatMap(({ workloads }) => workloads);
      const others = new Set(all.flatMap(({ name, container }) => (container.project === project ? [] : [name])));
      const own = new Set(all.map(({ name }) => name).filter((name) => !others.has(name)));
      // Not all of a plan has to run, and what left it may have ended.
      return (supervision.state().workloads ?? []).map(({ name }) => name).filter((name) => own.has(name));
    },
    becomes(plan) {
      next = plan;
    },
    became(plan) {
      newest = plan;
      if (next === plan) next = undefined;
    },
  };
}
