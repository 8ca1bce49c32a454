import type { INamespace } from 'kubernetes-models/v1/Namespace';
import { when } from '../hole/build.ts';
import type { Expr } from '../hole/expr.ts';
import type { Templated } from '../hole/templated.ts';

/**
 * The stack's namespace, which refuses every pod that does not meet Pod Security *restricted*.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export function namespace({ name, create }: { name: Expr<string>; create: Expr<boolean> }): Templated<INamespace> {
  const labels = {
    'pod-security.kubernetes.io/enforce': 'restricted',
    'pod-security.kubernetes.io/warn': 'restricted',
  };
  return when(create, { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
}
