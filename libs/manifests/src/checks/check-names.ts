import type { Container, KubeObject } from '@nx-kube/kube';
import type { CheckedObject } from './checked-object.ts';
import type { Report, Rule } from './issue.ts';
import { join } from './path.ts';

interface NameRule {
  readonly pattern: RegExp;
  readonly max: number;
  readonly message: string;
}

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
const LABEL: NameRule = {
  pattern: /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
  max: 63,
  message: 'must be lower-case letters, digits and "-", at most 63, with a letter or digit at both ends',
};
const SUBDOMAIN: NameRule = {
  pattern: /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/,
  max: 253,
  message: 'must be lower-case letters, digits, "-" and ".", at most 253, with a letter or digit at both ends',
};
const SERVICE: NameRule = {
  ...LABEL,
  pattern: /^[a-z]([a-z0-9-]*[a-z0-9])?$/,
  message: `${LABEL.message}, starting with a letter`,
};
const PORT_NAME: NameRule = {
  pattern: /^(?=.*[a-z])(?!.*--)[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
  max: 15,
  message: 'must be lower-case letters, digits and single "-", at most 15, with at least one letter',
};
const LABEL_VALUE: NameRule = {
  pattern: /^([A-Za-z0-9]([\w.-]*[A-Za-z0-9])?)?$/,
  max: 63,
  message: 'must be letters, digits, "-", "_" and ".", at most 63, with a letter or digit at both ends',
};
const KEY_NAME: NameRule = {
  pattern: /^([a-z0-9]([a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/,
  max: 317,
  message: 'must be a name of at most 63 letters, digits, "-", "_" and ".", optionally behind a domain and "/"',
};
/** As the key of a label, in capitals too. */
const ANNOTATION_KEY: NameRule = { ...KEY_NAME, pattern: new RegExp(KEY_NAME.pattern, 'i') };
const PATH_SEGMENT: NameRule = {
  pattern: /^(?!\.{1,2}$)[^/%]+$/,
  max: Infinity,
  message: 'must not be "." or "..", nor contain "/" or "%"',
};
const DATA_KEY: NameRule = { pattern: /^[\w.-]+$/, max: 253, message: 'must be letters, digits, "-", "_" and "."' };
const ENV_NAME: NameRule = {
  pattern: /^[A-Za-z_.-][\w.-]*$/,
  max: Infinity,
  message: 'must be letters, digits, "_", "-" and ".", and not begin with a digit',
};

/** Kinds whose names become part of a DNS name or a label. */
const NAMES: Readonly<Record<string, NameRule>> = {
  Namespace: LABEL,
  Service: SERVICE,
  // Their pods carry the name in a label.
  StatefulSet: LABEL,
  Job: LABEL,
  // Its Jobs are called after it, with eleven characters more.
  CronJob: { ...SUBDOMAIN, max: 52, message: SUBDOMAIN.message.replace('253', '52') },
  // Names of rights may hold any character that may stand in a path.
  ClusterRole: PATH_SEGMENT,
  ClusterRoleBinding: PATH_SEGMENT,
  Role: PATH_SEGMENT,
  RoleBinding: PATH_SEGMENT,
};

/** Name, labels and annotation keys of any object, as far as the API server would refuse them. */
export function checkMetadata(object: KubeObject, report: Report): void {
  const { name, namespace, labels = {}, annotations = {} } = object.metadata;
  const obey = obeyWith(report);
  obey('names/object', NAMES[object.kind] ?? SUBDOMAIN, 'metadata.name', name);
  if (namespace !== undefined) obey('names/object', LABEL, 'metadata.namespace', namespace);
  checkLabels('metadata.labels', labels, obey);
  for (const key of Object.keys(annotations)) obey('names/key', ANNOTATION_KEY, join('metadata.annotations', key), key);
}

/** Names of ports, containers, variables and keys, and port numbers, that are of the right type and refused all the same. */
export function checkNames({ object, template, containers }: CheckedObject, report: Report): void {
  const obey = obeyWith(report);
  for (const key of dataKeys(object)) obey('names/key', DATA_KEY, join('data', key), key);
  servicePorts(object).forEach(({ port, name: of }, index) => {
    checkPort(`spec.ports[${index}].port`, port, report);
    if (of !== undefined) obey('names/port', LABEL, `spec.ports[${index}].name`, of);
  });
  if (!template) return;
  checkLabels(template.path.replace(/spec$/, 'metadata.labels'), template.labels, obey);
  for (const { path, container } of containers) checkContainer(path, container, report);
}

type Obey = (rule: Rule, of: NameRule, path: string, value: unknown) => void;

function obeyWith(report: Report): Obey {
  return (rule, { pattern, max, message }, path, value) => {
    if (typeof value !== 'string' || (value.length <= max && pattern.test(value))) return; // other types: the shape's fault
    report({ path, value, rule, message, fix: fixOf(value, { pattern, max }) });
  };
}

/** The nearest name that would do, where there is one. */
function fixOf(value: string, { pattern, max }: Pick<NameRule, 'pattern' | 'max'>): string {
  const dashed = value
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, '-')
    .slice(0, Math.min(max, 63))
    .replaceAll(/^-+|-+$/g, '');
  return pattern.test(dashed) && dashed.length <= max ? `write ${dashed}, for example` : 'choose another name';
}

function checkContainer(path: string, { name, ports = [], env = [] }: Container, report: Report): void {
  const obey = obeyWith(report);
  obey('names/container', LABEL, `${path}.name`, name);
  ports.forEach((port, index) => {
    checkPort(`${path}.ports[${index}].containerPort`, port.containerPort, report);
    if (port.name !== undefined) obey('names/port', PORT_NAME, `${path}.ports[${index}].name`, port.name);
  });
  env.forEach((variable, index) => obey('names/variable', ENV_NAME, `${path}.env[${index}].name`, variable.name));
}

function checkLabels(path: string, labels: Readonly<Record<string, string>>, obey: Obey): void {
  for (const [key, value] of Object.entries(labels)) {
    obey('names/label', KEY_NAME, join(path, key), key);
    obey('names/label', LABEL_VALUE, join(path, key), value);
  }
}

function checkPort(path: string, value: unknown, report: Report): void {
  if (typeof value !== 'number' || (value >= 1 && value <= 65_535)) return;
  const message = 'must be a port between 1 and 65535';
  report({ path, value, rule: 'values/range', message, fix: 'write a number between 1 and 65535' });
}

function servicePorts(object: KubeObject): readonly { port?: unknown; name?: unknown }[] {
  if (object.kind !== 'Service') return [];
  return ((object['spec'] ?? {}) as { ports?: readonly { port?: unknown; name?: unknown }[] }).ports ?? [];
}

function dataKeys(object: KubeObject): readonly string[] {
  if (object.kind !== 'ConfigMap' && object.kind !== 'Secret') return [];
  return ['data', 'stringData', 'binaryData'].flatMap((field) =>
    Object.keys((object[field] as object | undefined) ?? {}),
  );
}
