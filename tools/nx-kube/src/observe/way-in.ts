import type { Cluster } from '@nx-kube/apply';
import type { KubeObject } from '@nx-kube/kube';
import type { Stack } from '@nx-kube/manifests';

import { describeAnswer } from '../deploy/smoke.ts';
import type { DiagnosisEvent } from '../report/events.ts';

type Diagnosis = DiagnosisEvent['diagnosis'];

/** How long the application may take to say how it is. */
const PATIENCE_MS = 5000;

/** What is asked, and where. */
export interface WayInOptions {
  readonly cluster: Pick<Cluster, 'list' | 'serviceGet'>;
  readonly namespace: string;
  readonly smoke: Stack['smoke'];
  readonly signal: AbortSignal;
}

/** Looks at what the state of no object shows: what the application answers, and whether anybody serves its Ingress. */
export async function wayIn(o: WayInOptions): Promise<readonly Diagnosis[]> {
  const [answer, ingress] = await Promise.all([askSmoke(o), checkIngress(o)]);
  return [...answer, ...ingress];
}

async function askSmoke({ cluster, namespace, smoke, signal }: WayInOptions): Promise<readonly Diagnosis[]> {
  const { service, port, path } = smoke;
  const either = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
  const answer = await cluster
    .serviceGet({ namespace, service, port, path, signal: either })
    .catch((error: unknown) => error as Error);
  if (!(answer instanceof Error) && answer.status === 200) return [];
  signal.throwIfAborted();
  const said = answer instanceof Error ? `no answer within ${PATIENCE_MS / 1000} s` : describeAnswer(answer);
  return [
    {
      code: 'SMOKE',
      object: `Service ${namespace}/${service}`,
      because: `every object is ready, and GET ${path} says: ${said}`,
      fix: 'see what the part that is not ok prints: npx nx-kube logs --since 5m',
      terminal: false,
    },
  ];
}

async function checkIngress({ cluster, namespace }: WayInOptions): Promise<readonly Diagnosis[]> {
  const [{ items: ingresses }, { items: classes }] = await Promise.all([
    cluster.list('networking.k8s.io/v1', 'Ingress', { namespace }),
    cluster.list('networking.k8s.io/v1', 'IngressClass', { metadataOnly: true }),
  ]);
  const served = new Set(classes.map(({ metadata }) => metadata.name));
  return ingresses.flatMap((ingress) => {
    const name = classOf(ingress);
    if (name === undefined || served.has(name)) return [];
    return {
      code: 'INGRESS_CLASS_MISSING',
      object: `Ingress ${namespace}/${ingress.metadata.name}`,
      because: `nobody serves the class "${name}" that it asks for: the application can't be reached by its name`,
      fix: 'minikube addons enable ingress; until then: npx nx-kube open --port-forward',
      terminal: true,
    };
  });
}

function classOf(ingress: KubeObject): string | undefined {
  return (ingress['spec'] as { ingressClassName?: string } | undefined)?.ingressClassName;
}
