import { MinikubeError } from './error.ts';
import { explain } from './failure.ts';
import { runMinikube } from './run.ts';

/** What `ensureIngress` needs to know. */
export interface IngressOptions {
  readonly profile: string;
  /** Names of the IngressClasses that the cluster has. */
  readonly ingressClasses: readonly string[];
  /** The class that our Ingress asks for; `nginx` if absent. */
  readonly className?: string;
  readonly signal?: AbortSignal;
}

/**
 * Makes sure that something serves our class of Ingress: what the cluster has, whoever put it there, or else minikube's
 * addon.
 *
 * @returns whether the addon had to be enabled; that call waits until its pods run
 * @throws MinikubeError INGRESS_FAILED
 */
export async function ensureIngress(options: IngressOptions): Promise<{ enabled: boolean }> {
  const { profile, ingressClasses, className = 'nginx', signal } = options;
  if (ingressClasses.includes(className)) return { enabled: false };
  const doing = `enable the addon ingress in profile ${profile}`;
  if (className !== 'nginx') {
    const because = `the cluster has no ingress class "${className}" (it has: ${ingressClasses.join(', ') || 'none'})`;
    const fix = `install a controller for "${className}", or set ingress.ingressClassName to nginx`;
    throw new MinikubeError('INGRESS_FAILED', { doing: 'find an ingress controller', because, fix });
  }
  const result = await runMinikube(doing, ['addons', 'enable', 'ingress', '--profile', profile], { signal });
  if (result.exitCode === 0) return { enabled: true };
  const parts = explain(doing, result);
  const fix = `${parts.fix}; any controller for the ingress class "nginx" will do`;
  throw new MinikubeError('INGRESS_FAILED', { ...parts, fix });
}
