import { refKey, refOf, type KubeObject } from '@nx-kube/kube';

/** The steps of an apply, in order. Objects of one phase are sent together, a phase starts when the one before has ended. */
export const phaseNames = [
  'namespaces',
  'definitions',
  'classes',
  'access',
  'bindings',
  'config',
  'services',
  'workloads',
  'routes',
  'webhooks',
] as const;

export type PhaseName = (typeof phaseNames)[number];

export interface Phase {
  readonly name: PhaseName;
  readonly objects: readonly KubeObject[];
}

// Kinds that are not listed (custom resources among them) go with the workloads: after all that they can refer to.
const phaseOfKind: Readonly<Record<string, PhaseName>> = {
  Namespace: 'namespaces',
  'CustomResourceDefinition.apiextensions.k8s.io': 'definitions',
  'StorageClass.storage.k8s.io': 'classes',
  'PriorityClass.scheduling.k8s.io': 'classes',
  'IngressClass.networking.k8s.io': 'classes',
  'RuntimeClass.node.k8s.io': 'classes',
  'GatewayClass.gateway.networking.k8s.io': 'classes',
  ResourceQuota: 'access',
  LimitRange: 'access',
  ServiceAccount: 'access',
  'NetworkPolicy.networking.k8s.io': 'access',
  'PodDisruptionBudget.policy': 'access',
  'Role.rbac.authorization.k8s.io': 'access',
  'ClusterRole.rbac.authorization.k8s.io': 'access',
  'RoleBinding.rbac.authorization.k8s.io': 'bindings',
  'ClusterRoleBinding.rbac.authorization.k8s.io': 'bindings',
  Secret: 'config',
  ConfigMap: 'config',
  PersistentVolume: 'config',
  PersistentVolumeClaim: 'config',
  Service: 'services',
  'Ingress.networking.k8s.io': 'routes',
  'HTTPRoute.gateway.networking.k8s.io': 'routes',
  'HorizontalPodAutoscaler.autoscaling': 'routes',
  'APIService.apiregistration.k8s.io': 'routes',
  'MutatingWebhookConfiguration.admissionregistration.k8s.io': 'webhooks',
  'ValidatingWebhookConfiguration.admissionregistration.k8s.io': 'webhooks',
};

/** `Deployment.apps`, `Secret`: kind and group as an ApplySet names them. */
export function groupKind(ref: { readonly group: string; readonly kind: string }): string {
  return ref.group === '' ? ref.kind : `${ref.kind}.${ref.group}`;
}

/** The phase in which an object is applied, by its kind alone. */
export function phaseOf(ref: { readonly group: string; readonly kind: string }): PhaseName {
  return phaseOfKind[groupKind(ref)] ?? 'workloads';
}

/** Groups objects into phases, empty ones left out; inside a phase by identity, so that two runs do the same. */
export function orderObjects(objects: readonly KubeObject[]): readonly Phase[] {
  const byKey = objects.toSorted((a, b) => refKey(refOf(a)).localeCompare(refKey(refOf(b)), 'en'));
  return phaseNames
    .map((name) => ({ name, objects: byKey.filter((object) => phaseOf(refOf(object)) === name) }))
    .filter((phase) => phase.objects.length > 0);
}
