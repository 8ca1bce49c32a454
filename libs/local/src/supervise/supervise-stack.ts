import { openServicePort } from '../balance/service-port.ts';
import { chooseWorkloads } from './choose-workloads.ts';
import { keysOf, keyOf } from './service-ports.ts';
import { startRun } from './run.ts';
import type { SuperviseOptions, Supervision } from './supervision.ts';

/**
 * Starts the processes of a stack and keeps them running until they are told to stop.
 *
 * @throws {LocalError} `UNKNOWN_WORKLOAD` for a name in `only` that the stack does not have
 */
export async function superviseStack(options: SuperviseOptions): Promise<Supervision> {
  const { plan, only, door } = options;
  const chosen = chooseWorkloads(plan, only);
  const opened = await Promise.all(keysOf(plan).map(async (key) => [key, await openServicePort()] as const));
  const ports = new Map(opened);
  const supervision = startRun(options, chosen, ports);
  door.lead(plan.routes, (service, port) => ports.get(keyOf(service, port)));
  return supervision;
}
