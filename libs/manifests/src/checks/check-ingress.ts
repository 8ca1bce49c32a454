import type { KubeObject } from '@nx-kube/kube';
import type { Report } from './issue.ts';
import type { ObjectIndex } from './object-index.ts';

interface Backend {
  readonly service?: {
    readonly name: string;
    readonly port?: { readonly name?: string; readonly number?: number };
  };
}

interface IngressSpec {
  readonly defaultBackend?: Backend;
  readonly rules?: readonly { readonly http?: { readonly paths?: readonly { readonly backend?: Backend }[] } }[];
}

/** Backends of an Ingress that are no Service of the set, or no port of it. */
export function checkIngress(object: KubeObject, index: ObjectIndex, report: Report): void {
  const { defaultBackend, rules = [] } = (object['spec'] ?? {}) as IngressSpec;
  const check = (path: string, backend: Backend | undefined): void => {
    const service = backend?.service && index.find(object, 'Service', backend.service.name);
    if (!service || index.isReadable(service)) checkBackend(path, backend, service, report);
  };
  check('spec.defaultBackend.service', defaultBackend);
  rules.forEach(({ http }, rule) => {
    http?.paths?.forEach(({ backend }, at) => check(`spec.rules[${rule}].http.paths[${at}].backend.service`, backend));
  });
}

function checkBackend(
  path: string,
  backend: Backend | undefined,
  service: KubeObject | undefined,
  report: Report,
): void {
  const target = backend?.service;
  if (!target) return;
  if (!service) {
    const message = 'names a Service that the stack does not have';
    const fix = 'add it, or name one that is there';
    report({ path: `${path}.name`, value: target.name, rule: 'links/object', message, fix });
    return;
  }
  const { ports = [] } = (service['spec'] ?? {}) as { ports?: readonly { name?: string; port: number }[] };
  const { name, number } = target.port ?? {};
  if (ports.some((port) => (name === undefined ? port.port === number : port.name === name))) return;
  report({
    path: `${path}.port`,
    value: name ?? number,
    rule: 'links/service-port',
    message: `is no port of Service ${target.name}`,
    fix: `write one of ${ports.map((port) => port.name ?? port.port).join(', ')}`,
  });
}
