import { podSpecOf, type Container, type KubeObject } from '@nx-kube/kube';
import type { Faults } from './faults.ts';

/** Kinds that run. */
export const RUNNING = new Set(['Deployment', 'StatefulSet', 'Pod', 'Job']);

/** Kinds that are read for those that run, or that mean nothing without a cluster. */
const OTHERS = new Set([
  'ConfigMap',
  'Secret',
  'Service',
  'Ingress',
  'PersistentVolumeClaim',
  'Namespace',
  'ServiceAccount',
  'Role',
  'RoleBinding',
  'ClusterRole',
  'ClusterRoleBinding',
  'NetworkPolicy',
  'PodDisruptionBudget',
  'HorizontalPodAutoscaler',
  'LimitRange',
  'ResourceQuota',
  'PriorityClass',
]);

/** Fields of a pod that mean something anywhere, or that say where in a cluster it runs, and by which rights. */
const POD = new Set([
  'containers',
  'initContainers',
  'volumes',
  'securityContext',
  'terminationGracePeriodSeconds',
  'restartPolicy',
  'serviceAccountName',
  'serviceAccount',
  'automountServiceAccountToken',
  'enableServiceLinks',
  'imagePullSecrets',
  'nodeSelector',
  'affinity',
  'tolerations',
  'topologySpreadConstraints',
  'priorityClassName',
  'schedulerName',
  'hostNetwork',
  'hostPID',
  'hostIPC',
]);

const CONTAINER = new Set([
  'name',
  'image',
  'imagePullPolicy',
  'command',
  'args',
  'workingDir',
  'env',
  'envFrom',
  'ports',
  'resources',
  'volumeMounts',
  'securityContext',
  'startupProbe',
  'readinessProbe',
  'livenessProbe',
  'terminationMessagePath',
  'terminationMessagePolicy',
]);

const MOUNT = new Set(['name', 'mountPath', 'readOnly']);

/** Finds the objects and fields that would get lost on the way out of a cluster. */
export function checkSupported(objects: readonly KubeObject[], faults: Faults): void {
  const names = new Set<string>();
  for (const object of objects) {
    if (!RUNNING.has(object.kind)) {
      if (!OTHERS.has(object.kind)) faults.lost(object, 'kind');
      continue;
    }
    const { name } = object.metadata;
    if (names.has(name)) {
      const rule = `is the second workload called ${name}, and what runs is told apart by name alone`;
      faults.add(object, 'metadata.name', { rule, fix: 'give it another name' });
    }
    names.add(name);
    checkPod(object, faults);
  }
}

function checkPod(object: KubeObject, faults: Faults): void {
  const { spec, path } = podSpecOf(object) ?? {};
  if (!spec || !path) return;
  checkFields(object, path, { fields: spec, known: POD }, faults);
  for (const field of ['hostNetwork', 'hostPID', 'hostIPC']) {
    if (spec[field] === true) faults.lost(object, `${path}.${field}`);
  }
  for (const list of ['initContainers', 'containers'] as const) {
    for (const [index, container] of (spec[list] ?? []).entries()) {
      checkContainer(object, `${path}.${list}[${index}]`, container, faults);
    }
  }
}

function checkContainer(object: KubeObject, path: string, container: Container, faults: Faults): void {
  checkFields(object, path, { fields: container, known: CONTAINER }, faults);
  const { privileged } = (container['securityContext'] ?? {}) as { privileged?: boolean };
  if (privileged === true) faults.lost(object, `${path}.securityContext.privileged`);
  for (const [index, mount] of (container.volumeMounts ?? []).entries()) {
    checkFields(object, `${path}.volumeMounts[${index}]`, { fields: mount, known: MOUNT }, faults);
  }
}

interface Fields {
  readonly fields: object;
  readonly known: ReadonlySet<string>;
}

function checkFields(object: KubeObject, path: string, { fields, known }: Fields, faults: Faults): void {
  for (const [field, value] of Object.entries(fields)) {
    if (value !== undefined && !known.has(field)) faults.lost(object, `${path}.${field}`);
  }
}
