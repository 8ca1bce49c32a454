import type { World } from '../world.ts';
import type { StartedLocal } from './start-local.ts';

/** How long the whole may take to answer. */
const PATIENCE_MS = 10_000;

/**
 * Asks through the front door what shows that the whole works, and says how it went. Left out where the workload that
 * answers does not run (`--only`).
 */
export async function askSmoke({ plan, door, supervision }: StartedLocal, { emit, signal }: World): Promise<void> {
  const { service, path } = plan.smoke;
  const workload = plan.services.find(({ name }) => name === service)?.workload;
  if (!supervision.state().processes.some((process) => process.workload === workload)) return;
  const begun = performance.now();
  const limit = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
  const status = await fetch(`http://localhost:${door.port}${path}`, { signal: limit, redirect: 'manual' }).then(
    async (answer) => {
      await answer.arrayBuffer();
      return answer.status;
    },
    () => undefined,
  );
  const took = `${Math.round(performance.now() - begun)} ms`;
  if (status === 200) {
    emit({ type: 'step', step: 'smoke', state: 'finished', message: `GET ${path}: 200 in ${took}` });
    return;
  }
  const message = `GET ${path} was ${status === undefined ? 'not answered' : `answered ${status}`} after ${took}; see: npx nx-kube diagnose`;
  emit({ type: 'note', kind: 'warning', message });
}
