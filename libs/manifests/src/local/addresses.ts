import type { KubeObject } from '@nx-kube/kube';
import type { Faults } from '../without-cluster/faults.ts';
import type { PlacedContainer } from '../without-cluster/place.ts';
import type { LocalService } from './plan.ts';

/**
 * Finds addresses of Services that nobody would recognise: a process is led to a Service where its name stands with its
 * port, as `web:80` or in a URL. Texts may be secret, and are in no fault.
 */
export function checkAddresses(
  { object, path }: PlacedContainer,
  env: Readonly<Record<string, string>>,
  services: readonly LocalService[],
  faults: Faults,
): void {
  for (const [name, text] of Object.entries(env)) {
    for (const { name: service, ports } of services) {
      const [{ port } = { port: 80 }] = ports;
      const rule = isHostAlone(name, text, service)
        ? `names Service ${service} without its port, which is another one here`
        : isQualified(text, service, object)
          ? `names Service ${service} with its namespace, which is known in a cluster alone`
          : undefined;
      if (rule !== undefined) faults.add(object, `${path}.env.${name}`, { rule, fix: `write ${service}:${port}` });
    }
  }
}

/** `DB_HOST=store`: other variables may be called like a Service, too. */
function isHostAlone(variable: string, text: string, service: string): boolean {
  return text === service && /HOST(?:NAME)?$/i.test(variable);
}

/** `web.demo`, which may as well be a host of the world; `web.demo.svc` may not. */
function isQualified(text: string, service: string, { metadata: { namespace } }: KubeObject): boolean {
  if (namespace === undefined) return false;
  return new RegExp(`(?:^|//|@|,)${service}[.]${namespace}(?=:[0-9]|/|,|$)`).test(text);
}
