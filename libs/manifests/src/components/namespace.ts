import type { INamespace } from 'kubernetes-models/v1/Namespace';
import { merge, when } from '../hole/build.ts';
import type { Expr, When } from '../hole/expr.ts';
import type { Fields } from '../hole/templated.ts';
import { writtenHere } from '../stack/source.ts';
import type { Extras } from './scope.ts';

/** What a namespace is called, and whether the stack makes it. */
export interface NamespaceOptions {
  readonly name: Expr<string>;
  readonly create: Expr<boolean>;
  readonly labels?: Extras;
}

/**
 * The stack's namespace, which refuses every pod that does not meet Pod Security *restricted*.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export function namespace({ name, create, labels: extra }: NamespaceOptions): When<Fields<INamespace>> {
  const labels = {
    'pod-security.kubernetes.io/enforce': 'restricted',
    'pod-security.kubernetes.io/warn': 'restricted',
  };
  return when(create, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { ...writtenHere(), name, labels: extra ? merge(labels, extra) : labels },
  });
}
