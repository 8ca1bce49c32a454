import type { SuperviseOptions, Supervision } from './supervision.ts';

/** Starts the processes of a stack and keeps them running until they are told to stop. */
export function superviseStack({ plan }: SuperviseOptions): Promise<Supervision> {
  return Promise.reject(new Error(plan.stack));
}
