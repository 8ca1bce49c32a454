import type { IIngress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import { when } from '../hole/build.ts';
import type { Expr } from '../hole/expr.ts';
import type { Templated } from '../hole/templated.ts';
import type { StackScope } from './scope.ts';

/** One path prefix and the Service that answers it, on its port `http`. */
export interface Route {
  readonly path: string;
  readonly service: string;
}

/** Where the stack is reached from outside. */
export interface IngressOptions {
  readonly name: string;
  readonly enabled: Expr<boolean>;
  readonly host: Expr<string>;
  readonly className: Expr<string>;
  readonly tls: { readonly enabled: Expr<boolean>; readonly secretName: Expr<string> };
  /** The longest prefix wins, whatever the order. */
  readonly routes: readonly Route[];
}

/** The stack's routes from outside. */
export function ingress(scope: StackScope, options: IngressOptions): Templated<IIngress> {
  const { name, enabled, host, className, tls, routes } = options;
  const paths = routes.map(({ path, service }) => ({
    path,
    pathType: 'Prefix' as const,
    backend: { service: { name: service, port: { name: 'http' } } },
  }));
  return when(enabled, {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, namespace: scope.namespace },
    spec: {
      ingressClassName: className,
      tls: when(tls.enabled, [{ hosts: [host], secretName: tls.secretName }]),
      rules: [{ host, http: { paths } }],
    },
  });
}
