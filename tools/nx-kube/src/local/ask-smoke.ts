import type { World } from '../world.ts';
import type { StartedLocal } from './start-local.ts';

/** How long the whole may take to answer. */
const PATIENCE_MS = 10_000;

/**
 * Asks through the front door what shows that the whole works, then for the page that people open, and says how it went.
 * Left out where the workload that answers does not run (`--only`).
 */
export async function askSmoke({ plan, door, supervision }: StartedLocal, { emit, signal }: World): Promise<void> {
  const { service, path } = plan.smoke;
  const workload = plan.services.find(({ name }) => name === service)?.workload;
  if (!supervision.state().processes.some((process) => process.workload === workload)) return;
  const limit = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
  const begun = performance.now();
  const whole = await statusOf(`http://localhost:${door.port}${path}`, limit);
  // All parts may be well where the page that people open is not.
  const page = await statusOf(`http://localhost:${door.port}/`, limit);
  const took = `${Math.round(performance.now() - begun)} ms`;
  if (whole === 200 && page !== undefined && page < 500) {
    const message = `GET ${path}: ${whole}, GET /: ${page}, in ${took}`;
    emit({ type: 'step', step: 'smoke', state: 'finished', message });
    return;
  }
  const [asked, status] = whole === 200 ? ['/', page] : [path, whole];
  const message = `GET ${asked} was ${status === undefined ? 'not answered' : `answered ${status}`} after ${took}; see: npx nx-kube diagnose`;
  emit({ type: 'note', kind: 'warning', message });
}

/** Of the whole answer, redirections not followed; undefined where there is none in time. */
async function statusOf(url: string, signal: AbortSignal): Promise<number | undefined> {
  try {
    const answer = await fetch(url, { signal, redirect: 'manual' });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return undefined;
  }
}
