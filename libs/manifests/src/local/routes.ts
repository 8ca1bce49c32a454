import type { KubeObject } from '@nx-kube/kube';
import type { Faults } from '../without-cluster/faults.ts';
import type { LocalRoute } from './plan.ts';

interface Backend {
  readonly service?: {
    readonly name: string;
    readonly port?: { readonly name?: string; readonly number?: number };
  };
}

interface IngressSpec {
  readonly defaultBackend?: Backend;
  readonly rules?: readonly {
    readonly host?: string;
    readonly http?: {
      readonly paths?: readonly {
        readonly path?: string;
        readonly pathType?: string;
        readonly backend?: Backend;
      }[];
    };
  }[];
}

/**
 * The paths of all Ingresses, in their order. A host that no resolver leads to this machine is left out where it is the
 * only one, as it tells nothing apart.
 */
export function routesOf(objects: readonly KubeObject[], faults: Faults): readonly LocalRoute[] {
  const routes = objects
    .filter(({ kind }) => kind === 'Ingress')
    .flatMap((object) => {
      const { rules = [], defaultBackend } = object['spec'] as IngressSpec;
      const paths = rules.flatMap(({ host, http }, rule) => {
        return (http?.paths ?? []).flatMap(({ path = '/', pathType, backend }, at) => {
          const service = backendOf(object, `spec.rules[${rule}].http.paths[${at}].backend`, {
            backend,
            objects,
            faults,
          });
          const type = pathType === 'Exact' ? ('Exact' as const) : ('Prefix' as const);
          return service ? [{ ...(host ? { host } : {}), path, pathType: type, ...service }] : [];
        });
      });
      if (!defaultBackend) return paths;
      const all = backendOf(object, 'spec.defaultBackend', { backend: defaultBackend, objects, faults });
      return all ? [...paths, { path: '/', pathType: 'Prefix' as const, ...all }] : paths;
    });
  const hosts = new Set(routes.flatMap(({ host }) => host ?? []));
  const [only = ''] = hosts;
  if (hosts.size !== 1 || isHere(only)) return routes;
  return routes.map(({ path, pathType, service, port }) => ({ path, pathType, service, port }));
}

function backendOf(
  object: KubeObject,
  at: string,
  { backend, objects, faults }: { backend: Backend | undefined; objects: readonly KubeObject[]; faults: Faults },
): Pick<LocalRoute, 'service' | 'port'> | undefined {
  const { name, port } = backend?.service ?? {};
  const service = objects.find(({ kind, metadata }) => kind === 'Service' && metadata.name === name);
  const { ports = [] } = (service?.['spec'] ?? {}) as { ports?: readonly { name?: string; port: number }[] };
  const found = ports.find((one) => (port?.name === undefined ? one.port === port?.number : one.name === port.name));
  if (name !== undefined && found) return { service: name, port: found.port };
  faults.add(object, at, { rule: 'leads to no port of a Service of the stack', fix: 'name a Service and its port' });
  return undefined;
}

/** @see https://www.rfc-editor.org/rfc/rfc6761#section-6.3 */
function isHere(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost');
}
