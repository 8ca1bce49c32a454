import type { IServiceAccount } from 'kubernetes-models/v1/ServiceAccount';
import type { Templated } from '../hole/templated.ts';
import type { StackScope } from './scope.ts';

/** An identity of its own for one component, with no rights and no token in the pods. */
export function serviceAccount(scope: StackScope, name: string): Templated<IServiceAccount> {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace: scope.namespace },
    automountServiceAccountToken: false,
  };
}
