import type { ISecret } from 'kubernetes-models/v1/Secret';
import { b64, when } from '../hole/build.ts';
import { Expr, type When } from '../hole/expr.ts';
import type { Templated } from '../hole/templated.ts';
import type { StackScope } from './scope.ts';

/**
 * Secret values in one Secret. Written as `data`: with `stringData` a key that goes away would stay in the cluster.
 *
 * @param o.data texts by key; base64 is added here
 */
export function secret(
  scope: StackScope,
  { name, data }: { name: string; data: Readonly<Record<string, Expr<string> | When<Expr<string>>>> },
): Templated<ISecret> {
  const encoded = Object.entries(data).map(([key, value]) => [
    key,
    value instanceof Expr ? b64(value) : when(value.condition, b64(value.body)),
  ]);
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: scope.namespace },
    type: 'Opaque',
    data: Object.fromEntries(encoded) as Record<string, Expr<string>>,
  };
}
