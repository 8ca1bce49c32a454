import { refOf, type KubeObject } from '@nx-kube/kube';
import { isObject, objectAt, type JsonObject } from '../json.ts';
import { groupKind } from '../phases.ts';
import { mapPodTemplate } from '../pod-template.ts';

// Written by the server alone; sending them back makes an apply fail or claim what is not ours.
const serverFields = new Set([
  'managedFields',
  'resourceVersion',
  'uid',
  'generation',
  'creationTimestamp',
  'selfLink',
  'deletionTimestamp',
]);

/** The object as it goes to the server: no status, no server fields, no nulls, protocols named, Secret text as data. */
export function sendableFields(object: KubeObject): KubeObject {
  const { status: _status, ...rest } = object;
  const metadata = Object.fromEntries(Object.entries(object.metadata).filter(([field]) => !serverFields.has(field)));
  const plain = withoutNulls({ ...rest, metadata }) as KubeObject;
  return withProtocols(withSecretData(plain));
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([field, inner]) =>
      inner === null || inner === undefined ? [] : [[field, withoutNulls(inner)]],
    ),
  );
}

/** `stringData` is write-only: a key removed from it would stay in the cluster (kubernetes issue 108008). */
function withSecretData(object: KubeObject): KubeObject {
  const text = objectAt(object, 'stringData');
  if (groupKind(refOf(object)) !== 'Secret' || !text) return object;
  const { stringData: _stringData, ...rest } = object;
  const encoded = Object.entries(text).map(([key, value]) => [key, Buffer.from(String(value)).toString('base64')]);
  return { ...rest, data: { ...objectAt(object, 'data'), ...Object.fromEntries(encoded) } };
}

/** The protocol is part of a port's key; left out, two applies of one port can end as two (kubernetes pull 98576). */
function withProtocols(object: KubeObject): KubeObject {
  if (groupKind(refOf(object)) === 'Service') {
    const spec = objectAt(object, 'spec');
    return spec ? { ...object, spec: withPortProtocols(spec) } : object;
  }
  return mapPodTemplate(object, (template) => {
    const spec = objectAt(template, 'spec');
    if (!spec) return template;
    const containers = ['initContainers', 'containers'].flatMap((field) => {
      const list = spec[field];
      return Array.isArray(list)
        ? [[field, list.map((item) => (isObject(item) ? withPortProtocols(item) : item))]]
        : [];
    });
    return { ...template, spec: { ...spec, ...Object.fromEntries(containers) } };
  });
}

function withPortProtocols(holder: JsonObject): JsonObject {
  const ports = holder['ports'];
  if (!Array.isArray(ports)) return holder;
  return { ...holder, ports: ports.map((port) => (isObject(port) ? { protocol: 'TCP', ...port } : port)) };
}
