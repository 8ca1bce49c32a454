import { podSpecOf, type Container, type KubeObject } from '@nx-kube/kube';
import { containersOf } from './containers.ts';
import { issueOf, type Issue } from './issue.ts';

interface Rule {
  readonly pattern: RegExp;
  readonly max: number;
  readonly message: string;
}

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
const LABEL: Rule = {
  pattern: /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
  max: 63,
  message: 'must be lower-case letters, digits and "-", at most 63, with a letter or digit at both ends',
};
const SUBDOMAIN: Rule = {
  pattern: /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/,
  max: 253,
  message: 'must be lower-case letters, digits, "-" and ".", at most 253, with a letter or digit at both ends',
};
const SERVICE: Rule = {
  ...LABEL,
  pattern: /^[a-z]([a-z0-9-]*[a-z0-9])?$/,
  message: `${LABEL.message}, starting with a letter`,
};
const PORT_NAME: Rule = {
  pattern: /^(?=.*[a-z])(?!.*--)[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
  max: 15,
  message: 'must be lower-case letters, digits and single "-", at most 15, with at least one letter',
};
const LABEL_VALUE: Rule = {
  pattern: /^([A-Za-z0-9]([\w.-]*[A-Za-z0-9])?)?$/,
  max: 63,
  message: 'must be letters, digits, "-", "_" and ".", at most 63, with a letter or digit at both ends',
};
const KEY_NAME: Rule = {
  pattern: /^([a-z0-9]([a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/,
  max: 317,
  message: 'must be a name of at most 63 letters, digits, "-", "_" and ".", optionally behind a domain and "/"',
};
const DATA_KEY: Rule = { pattern: /^[\w.-]+$/, max: 253, message: 'must be letters, digits, "-", "_" and "."' };
const ENV_NAME: Rule = {
  pattern: /^[A-Za-z_.-][\w.-]*$/,
  max: Infinity,
  message: 'must be letters, digits, "_", "-" and "."',
};

/** Kinds whose names become part of a DNS name or a label. */
const NAMES: Readonly<Record<string, Rule>> = {
  Namespace: LABEL,
  Service: SERVICE,
  // Their pods carry the name in a label.
  StatefulSet: LABEL,
  Job: LABEL,
};

/** Names, labels, annotation keys, ports and counts that the API server would refuse although their type is right. */
export function checkNames(object: KubeObject): readonly Issue[] {
  const { name, namespace, labels = {}, annotations = {} } = object.metadata;
  const template = podSpecOf(object);
  const faults = [
    ...obey(NAMES[object.kind] ?? SUBDOMAIN, 'metadata.name', name),
    ...(namespace === undefined ? [] : obey(LABEL, 'metadata.namespace', namespace)),
    ...labelFaults('metadata.labels', labels),
    ...Object.keys(annotations).flatMap((key) => obey(KEY_NAME, 'metadata.annotations', key)),
    ...Object.keys(dataOf(object)).flatMap((key) => obey(DATA_KEY, 'data', key)),
    ...servicePorts(object).flatMap((port, index) => portFaults(`spec.ports[${index}].port`, port)),
    ...count('spec.replicas', (object['spec'] as { replicas?: unknown } | undefined)?.replicas),
    ...(template ? labelFaults(template.path.replace(/spec$/, 'metadata.labels'), template.labels) : []),
    ...(template ? containersOf(template).flatMap(({ path, container }) => containerFaults(path, container)) : []),
  ];
  return faults.map((fault) => issueOf(object, fault));
}

type Fault = Omit<Issue, 'object'>;

function containerFaults(path: string, { name, ports = [], env = [] }: Container): readonly Fault[] {
  return [
    ...obey(LABEL, `${path}.name`, name),
    ...ports.flatMap((port, index) => [
      ...portFaults(`${path}.ports[${index}].containerPort`, port.containerPort),
      ...(port.name === undefined ? [] : obey(PORT_NAME, `${path}.ports[${index}].name`, port.name)),
    ]),
    ...env.flatMap((variable, index) => obey(ENV_NAME, `${path}.env[${index}].name`, variable.name)),
  ];
}

function labelFaults(path: string, labels: Readonly<Record<string, string>>): readonly Fault[] {
  return Object.entries(labels).flatMap(([key, value]) => [
    ...obey(KEY_NAME, path, key),
    ...obey(LABEL_VALUE, `${path}[${JSON.stringify(key)}]`, value),
  ]);
}

function obey({ pattern, max, message }: Rule, path: string, value: unknown): readonly Fault[] {
  if (typeof value !== 'string') return []; // the shape's fault
  return value.length <= max && pattern.test(value) ? [] : [{ path, value, message }];
}

function portFaults(path: string, value: unknown): readonly Fault[] {
  if (typeof value !== 'number' || (value >= 1 && value <= 65535)) return [];
  return [{ path, value, message: 'must be a port between 1 and 65535' }];
}

function count(path: string, value: unknown): readonly Fault[] {
  return typeof value === 'number' && value < 0 ? [{ path, value, message: 'must not be negative' }] : [];
}

function servicePorts(object: KubeObject): readonly unknown[] {
  if (object.kind !== 'Service') return [];
  const { ports = [] } = (object['spec'] ?? {}) as { ports?: readonly { port?: unknown }[] };
  return ports.map(({ port }) => port);
}

function dataOf(object: KubeObject): object {
  if (object.kind !== 'ConfigMap' && object.kind !== 'Secret') return {};
  return { ...(object['data'] as object | undefined), ...(object['stringData'] as object | undefined) };
}
