import type { KubeObject } from '@nx-kube/kube';
import type { LocalRoute } from '@nx-kube/manifests/local';

/** The part of an Ingress that says where paths lead. @see https://kubernetes.io/docs/concepts/services-networking/ingress/ */
interface IngressSpec {
  readonly rules?: readonly {
    readonly host?: string;
    readonly http?: { readonly paths?: readonly IngressPath[] };
  }[];
}

interface IngressPath {
  readonly path?: string;
  readonly pathType?: string;
  readonly backend: {
    readonly service?: { readonly name: string; readonly port: { readonly number?: number; readonly name?: string } };
  };
}

interface ServiceSpec {
  readonly ports?: readonly { readonly name?: string; readonly port: number }[];
}

/**
 * Where the paths of one host lead, read off live Ingresses; the host itself is left out, as nobody asks by that name here.
 * Pure.
 */
export function routesOf(
  ingresses: readonly KubeObject[],
  services: readonly KubeObject[],
  host: string,
): readonly LocalRoute[] {
  return ingresses
    .flatMap((ingress) => (ingress['spec'] as IngressSpec | undefined)?.rules ?? [])
    .filter((rule) => rule.host === undefined || rule.host === host)
    .flatMap((rule) => rule.http?.paths ?? [])
    .flatMap(({ path = '/', pathType, backend: { service } }) => {
      const port = service && portOf(service, services);
      if (service === undefined || port === undefined) return [];
      return { path, pathType: pathType === 'Exact' ? 'Exact' : 'Prefix', service: service.name, port };
    });
}

type ServiceBackend = NonNullable<IngressPath['backend']['service']>;

function portOf({ name, port }: ServiceBackend, services: readonly KubeObject[]): number | undefined {
  if (port.number !== undefined) return port.number;
  const spec = services.find(({ metadata }) => metadata.name === name)?.['spec'] as ServiceSpec | undefined;
  return spec?.ports?.find((each) => each.name === port.name)?.port;
}
