import type { IServiceAccount } from 'kubernetes-models/v1/ServiceAccount';
import type { Fields } from '../hole/templated.ts';
import { metadata, type StackScope } from './scope.ts';

/** An identity of its own for one component, with no rights and no token in the pods. */
export function serviceAccount(scope: StackScope, name: string): Fields<IServiceAccount> {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: metadata(scope, name, name),
    automountServiceAccountToken: false,
  };
}
