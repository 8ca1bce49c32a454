import { MinikubeError } from './error.ts';
import { explain } from './failure.ts';
import { runMinikube } from './run.ts';

const PATIENCE_SECONDS = 120;

/** What `ensureIngress` needs to know. */
export interface IngressOptions {
  readonly profile: string;
  /** Names of the IngressClasses that the cluster has. */
  readonly ingressClasses: readonly string[];
  /** The class that our Ingress asks for; `nginx` if absent. */
  readonly className?: string;
  readonly signal?: AbortSignal;
  /** How long the addon may take to run; minikube itself would wait for six minutes. */
  readonly patienceSeconds?: number;
}

/**
 * Makes sure that something serves our class of Ingress: what the cluster has, whoever put it there, or else minikube's
 * addon.
 *
 * @returns whether the addon had to be enabled; that call waits until its pods run
 * @throws MinikubeError INGRESS_FAILED
 */
export async function ensureIngress(options: IngressOptions): Promise<{ enabled: boolean }> {
  const { profile, ingressClasses, className = 'nginx', signal, patienceSeconds = PATIENCE_SECONDS } = options;
  if (ingressClasses.includes(className)) return { enabled: false };
  const doing = `enable the addon ingress in profile ${profile}`;
  if (className !== 'nginx') {
    const because = `the cluster has no ingress class "${className}" (it has: ${ingressClasses.join(', ') || 'none'})`;
    const fix = `install a controller for "${className}", or set ingress.ingressClassName to nginx`;
    throw new MinikubeError('INGRESS_FAILED', { doing: 'find an ingress controller', because, fix });
  }
  const patience = AbortSignal.timeout(patienceSeconds * 1000);
  const both = signal === undefined ? patience : AbortSignal.any([signal, patience]);
  const args = ['addons', 'enable', 'ingress', '--profile', profile];
  const result = await runMinikube(doing, args, { signal: both }).catch((error: unknown) => {
    if (patience.aborted && !signal?.aborted) return undefined;
    throw error;
  });
  if (result === undefined) {
    const because = `the controller did not run after ${patienceSeconds} s: can the node pull its image?`;
    const fix = 'look at: kubectl -n ingress-nginx get pods; any controller for the ingress class "nginx" will do';
    throw new MinikubeError('INGRESS_FAILED', { doing, because, fix });
  }
  if (result.exitCode === 0) return { enabled: true };
  const parts = explain(doing, result);
  const fix = `${parts.fix}; any controller for the ingress class "nginx" will do`;
  throw new MinikubeError('INGRESS_FAILED', { ...parts, fix });
}
