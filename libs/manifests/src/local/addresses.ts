import type { KubeObject } from '@nx-kube/kube';
import type { Faults } from '../without-cluster/faults.ts';
import type { PlacedContainer } from '../without-cluster/place.ts';
import type { LocalService } from './plan.ts';

/**
 * Finds addresses of Services that stay those of a cluster: a process is led to a Service by a variable that has its name
 * and its port side by side. Texts may be secret, and are in no fault.
 */
export function checkAddresses(
  { object, container, path }: PlacedContainer,
  env: Readonly<Record<string, string>>,
  services: readonly LocalService[],
  faults: Faults,
): void {
  for (const service of services) {
    for (const [name, text] of Object.entries(env)) {
      const rule = strangeIn(text, service, object);
      if (rule === undefined) continue;
      const [port = { port: 80 }] = service.ports;
      faults.add(object, `${path}.env.${name}`, { rule, fix: `write ${service.name}:${port.port}` });
    }
    const { command = [], args = [] } = container as { command?: readonly string[]; args?: readonly string[] };
    for (const [list, texts] of Object.entries({ command, args })) {
      for (const [index, text] of texts.entries()) {
        if (!names(text, service)) continue;
        const rule = `names Service ${service.name} in an argument, which stays as it is`;
        faults.add(object, `${path}.${list}[${index}]`, { rule, fix: 'give the address by a variable' });
      }
    }
  }
}

function strangeIn(text: string, service: LocalService, { metadata }: KubeObject): string | undefined {
  const host = escaped(service.name);
  const { namespace } = metadata;
  const qualified =
    namespace !== undefined &&
    new RegExp(`(?:^|//|@)${host}[.]${escaped(namespace)}(?:[.]svc(?:[.][a-z0-9.-]+)?)?(?=[:/?#,]|$)`).test(text);
  if (qualified) return `names Service ${service.name} with its namespace, which is known in a cluster alone`;
  for (const [, port] of text.matchAll(new RegExp(`(?://|@)${host}(?::(\\d+))?(?=[/?#,]|$)`, 'g'))) {
    if (port === undefined) return `names Service ${service.name} without its port`;
    if (!service.ports.some((one) => String(one.port) === port)) {
      return `names port ${port} of Service ${service.name}, which it does not have`;
    }
  }
  return undefined;
}

function names(text: string, { name, ports }: LocalService): boolean {
  return ports.some(({ port }) => new RegExp(`(?:^|[^A-Za-z0-9.-])${escaped(name)}:${port}(?!\\d)`).test(text));
}

/** Names of Kubernetes have no other sign with a meaning in a pattern. */
function escaped(name: string): string {
  return name.replaceAll('.', '[.]');
}
