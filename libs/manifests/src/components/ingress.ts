import type { IIngress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import { eachEntry, nonEmpty, when } from '../hole/build.ts';
import type { Expr, When } from '../hole/expr.ts';
import type { Fields } from '../hole/templated.ts';
import { checkComponentName } from './component-name.ts';
import { metadata, type Extras, type StackScope } from './scope.ts';

/** One path prefix and the Service that answers it, on its port `http`. */
export interface Route {
  readonly path: string;
  readonly service: string;
}

/** Where the stack is reached from outside. */
export interface IngressOptions {
  readonly name: string;
  /** Always if absent. */
  readonly enabled?: Expr<boolean>;
  readonly host: string | Expr<string>;
  readonly className: string | Expr<string>;
  /** Served over http alone if absent. */
  readonly tls?: { readonly enabled: Expr<boolean>; readonly secretName: Expr<string> };
  /** For the controller, or for whoever makes the certificate; in place of those of all objects. */
  readonly annotations?: Extras;
  /** The longest prefix wins, whatever the order. */
  readonly routes: readonly Route[];
}

/**
 * The stack's routes from outside.
 *
 * @throws {ManifestError} `BAD_COMPONENT` for a name that is no DNS label
 */
export function ingress(
  scope: StackScope,
  options: IngressOptions & { readonly enabled: Expr<boolean> },
): When<Fields<IIngress>>;
export function ingress(scope: StackScope, options: IngressOptions): Fields<IIngress>;
export function ingress(scope: StackScope, options: IngressOptions): Fields<IIngress> | When<Fields<IIngress>> {
  const { name, enabled, host, className, tls, annotations, routes } = options;
  checkComponentName('ingress', name);
  const paths = routes.map(({ path, service }) => ({
    path,
    pathType: 'Prefix' as const,
    backend: { service: { name: service, port: { name: 'http' } } },
  }));
  const object: Fields<IIngress> = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      ...metadata(scope, name),
      ...(annotations
        ? {
            annotations: when(
              nonEmpty(annotations),
              eachEntry(annotations, (value) => value),
            ),
          }
        : {}),
    },
    spec: {
      ingressClassName: className,
      ...(tls ? { tls: when(tls.enabled, [{ hosts: [host], secretName: tls.secretName }]) } : {}),
      rules: [{ host, http: { paths } }],
    },
  };
  return enabled ? when(enabled, object) : object;
}
