import type { Container, KubeObject, PodSpec } from '@nx-kube/kube';
import type { CheckedObject } from './checked-object.ts';
import type { Report } from './issue.ts';
import { atLeast, oneOf, portOrName } from './value-rules.ts';

/** Pods that the API server would refuse. */
export function checkPodValues({ object, template, containers }: CheckedObject, report: Report): void {
  if (!template) return;
  const { path, spec } = template;
  checkRestartPolicy(object, path, spec, report);
  if (spec.containers.length === 0)
    report({
      path: `${path}.containers`,
      rule: 'values/required',
      message: 'must not be empty',
      fix: 'add a container',
    });
  atLeast(1, `${path}.activeDeadlineSeconds`, spec['activeDeadlineSeconds'], report);
  spec.volumes?.forEach((volume, index) => {
    const sources = Object.keys(volume).filter((field) => field !== 'name');
    oneOf(`${path}.volumes[${index}]`, volume, { fields: sources }, report);
  });
  checkSpread(path, spec, report);
  for (const placed of containers) checkContainer(placed.path, placed.container, report);
  spec.initContainers?.forEach((container, index) => checkFirst(`${path}.initContainers[${index}]`, container, report));
}

/** Containers that run to their end before the others are asked nothing meanwhile; sidecars are. */
function checkFirst(path: string, container: Container, report: Report): void {
  if (container['restartPolicy'] === 'Always') return;
  for (const field of [...PROBES, 'lifecycle']) {
    if (container[field] === undefined) continue;
    const message = 'must not be set in an init container that ends';
    const fix = 'take it out, or write restartPolicy: Always for a sidecar';
    report({ path: `${path}.${field}`, rule: 'values/combination', message, fix });
  }
}

const PROBES = ['startupProbe', 'readinessProbe', 'livenessProbe'];

const ALWAYS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet']);

function checkRestartPolicy({ kind }: KubeObject, path: string, spec: PodSpec, report: Report): void {
  const { restartPolicy: value } = spec as { restartPolicy?: string };
  const rule = 'values/combination';
  if (ALWAYS.has(kind) && value !== undefined && value !== 'Always') {
    const message = `must be Always in a ${kind}`;
    report({ path: `${path}.restartPolicy`, value, rule, message, fix: 'leave it out' });
  }
  if ((kind === 'Job' || kind === 'CronJob') && value !== 'OnFailure' && value !== 'Never') {
    const message = `must be OnFailure or Never in a ${kind}`;
    const fix = 'write Never, or OnFailure to start the container anew in the same pod';
    report({ path: `${path}.restartPolicy`, ...(value === undefined ? {} : { value }), rule, message, fix });
  }
}

function checkSpread(path: string, spec: PodSpec, report: Report): void {
  const { topologySpreadConstraints: constraints = [] } = spec as {
    topologySpreadConstraints?: readonly { readonly maxSkew?: number; readonly topologyKey?: string }[];
  };
  constraints.forEach(({ maxSkew }, index) =>
    atLeast(1, `${path}.topologySpreadConstraints[${index}].maxSkew`, maxSkew, report),
  );
}

function checkContainer(path: string, container: Container, report: Report): void {
  const { image = '' } = container;
  if (image === '' || image.trim() !== image)
    report({
      path: `${path}.image`,
      value: image,
      rule: 'values/required',
      message: image === '' ? 'must not be empty' : 'must not begin or end with a blank',
      fix: 'write a reference such as nginx:1.29',
    });
  container.env?.forEach((variable, index) => checkVariable(`${path}.env[${index}]`, variable, report));
  container.volumeMounts?.forEach((mount, index) => checkMount(`${path}.volumeMounts[${index}]`, mount, report));
  for (const name of PROBES)
    checkProbe(`${path}.${name}`, container[name] as Probe | undefined, name === 'readinessProbe', report);
  const hooks = (container['lifecycle'] ?? {}) as Readonly<Record<string, Handler | undefined>>;
  for (const name of ['postStart', 'preStop'])
    checkHandler(`${path}.lifecycle.${name}`, hooks[name], [...HANDLERS, 'sleep'], report);
}

const SOURCES = ['configMapKeyRef', 'fieldRef', 'fileKeyRef', 'resourceFieldRef', 'secretKeyRef'];

function checkVariable(
  path: string,
  { value, valueFrom }: NonNullable<Container['env']>[number],
  report: Report,
): void {
  if (!valueFrom) return;
  oneOf(`${path}.valueFrom`, valueFrom, { fields: SOURCES, required: true }, report);
  if (value) oneOf(path, { value, valueFrom }, { fields: ['value', 'valueFrom'] }, report);
}

function checkMount(path: string, mount: { readonly [field: string]: unknown }, report: Report): void {
  const { mountPath, subPath } = mount as { mountPath?: string; subPath?: string };
  const rule = 'values/format';
  if (mountPath === '' || mountPath?.includes(':'))
    report({
      path: `${path}.mountPath`,
      value: mountPath,
      rule,
      message: 'must be a path without ":"',
      fix: 'write a path such as /data',
    });
  if (subPath?.startsWith('/') || subPath?.split('/').includes('..'))
    report({
      path: `${path}.subPath`,
      value: subPath,
      rule,
      message: 'must be a path inside of the volume',
      fix: 'write it without "/" at its start and without ".."',
    });
}

/** A way to ask a container something. */
interface Handler {
  readonly httpGet?: { readonly port?: unknown; readonly path?: string };
  readonly tcpSocket?: { readonly port?: unknown };
  readonly grpc?: { readonly port?: unknown };
  readonly [field: string]: unknown;
}

interface Probe extends Handler {
  readonly successThreshold?: number;
}

const HANDLERS = ['exec', 'grpc', 'httpGet', 'tcpSocket'];

function checkProbe(path: string, probe: Probe | undefined, repeats: boolean, report: Report): void {
  if (!probe) return;
  checkHandler(path, probe, HANDLERS, report);
  for (const field of [
    'initialDelaySeconds',
    'timeoutSeconds',
    'periodSeconds',
    'failureThreshold',
    'successThreshold',
  ])
    atLeast(0, `${path}.${field}`, probe[field], report); // 0 stands for the default
  if (!repeats && (probe.successThreshold ?? 1) > 1)
    report({
      path: `${path}.successThreshold`,
      value: probe.successThreshold,
      rule: 'values/range',
      message: 'must be 1',
      fix: 'leave it out',
    });
}

function checkHandler(path: string, handler: Handler | undefined, fields: readonly string[], report: Report): void {
  if (!handler) return;
  oneOf(path, handler, { fields, required: true }, report);
  for (const kind of ['httpGet', 'tcpSocket', 'grpc'] as const) {
    const port = handler[kind]?.port;
    if (port !== undefined) portOrName(`${path}.${kind}.port`, port, report);
  }
}
