import { refKey, refOf, type KubeObject } from '@nx-kube/kube';
import { listAt, objectAt, stringAt, type JsonObject } from '../json.ts';
import { containersOf, podTemplate } from '../pod-template.ts';

/**
 * What an object can't work without, as far as it names it: its namespace, its definition, what its pods read, whom a
 * binding binds, what a route leads to. Used to skip an object when one of these failed; an object outside the set is
 * no reason, so keys that match nothing do no harm.
 *
 * @returns keys as of `refKey`
 */
export function dependenciesOf(object: KubeObject): ReadonlySet<string> {
  const { group } = refOf(object);
  const namespace = object.metadata.namespace;
  const keys = new Set<string>();
  const add = (group: string, kind: string, name: string | undefined, inNamespace = namespace): void => {
    if (name === undefined) return;
    const place = inNamespace === undefined ? {} : { namespace: inNamespace };
    keys.add(refKey({ group, version: '', kind, ...place, name }));
  };
  if (namespace !== undefined) keys.add(refKey({ group: '', version: 'v1', kind: 'Namespace', name: namespace }));
  const template = podTemplate(object);
  if (template) for (const { kind, name } of podNeeds(template)) add('', kind, name);
  if (group === 'rbac.authorization.k8s.io') {
    const role = objectAt(object, 'roleRef') ?? {};
    if (role['kind'] === 'Role') add(group, 'Role', stringAt(role, 'name'));
    else keys.add(refKey({ group, version: '', kind: 'ClusterRole', name: stringAt(role, 'name') ?? '' }));
  }
  if (object.kind === 'Ingress') for (const name of backendsOf(object)) add('', 'Service', name);
  if (object.kind === 'HorizontalPodAutoscaler') {
    const target = objectAt(object, 'spec', 'scaleTargetRef') ?? {};
    add(
      (stringAt(target, 'apiVersion') ?? '').split('/')[0] ?? '',
      stringAt(target, 'kind') ?? '',
      stringAt(target, 'name'),
    );
  }
  return keys;
}

function podNeeds(template: JsonObject): readonly { readonly kind: string; readonly name: string | undefined }[] {
  const containers = containersOf(template);
  const variables = containers.flatMap((container) => listAt(container, 'env'));
  const imports = containers.flatMap((container) => listAt(container, 'envFrom'));
  const volumes = listAt(template, 'spec', 'volumes');
  const sources = [...volumes, ...volumes.flatMap((volume) => listAt(volume, 'projected', 'sources'))];
  return [
    { kind: 'ServiceAccount', name: stringAt(template, 'spec', 'serviceAccountName') },
    ...listAt(template, 'spec', 'imagePullSecrets').map((secret) => ({
      kind: 'Secret',
      name: stringAt(secret, 'name'),
    })),
    ...variables.map((entry) => ({ kind: 'Secret', name: stringAt(entry, 'valueFrom', 'secretKeyRef', 'name') })),
    ...variables.map((entry) => ({ kind: 'ConfigMap', name: stringAt(entry, 'valueFrom', 'configMapKeyRef', 'name') })),
    ...imports.map((entry) => ({ kind: 'Secret', name: stringAt(entry, 'secretRef', 'name') })),
    ...imports.map((entry) => ({ kind: 'ConfigMap', name: stringAt(entry, 'configMapRef', 'name') })),
    ...sources.map((source) => ({
      kind: 'Secret',
      name: stringAt(source, 'secret', 'secretName') ?? stringAt(source, 'secret', 'name'),
    })),
    ...sources.map((source) => ({ kind: 'ConfigMap', name: stringAt(source, 'configMap', 'name') })),
    ...volumes.map((volume) => ({
      kind: 'PersistentVolumeClaim',
      name: stringAt(volume, 'persistentVolumeClaim', 'claimName'),
    })),
  ];
}

function backendsOf(ingress: KubeObject): readonly (string | undefined)[] {
  const paths = listAt(ingress, 'spec', 'rules').flatMap((rule) => listAt(rule, 'http', 'paths'));
  return [
    ...paths.map((path) => stringAt(path, 'backend', 'service', 'name')),
    stringAt(ingress, 'spec', 'defaultBackend', 'service', 'name'),
  ];
}
