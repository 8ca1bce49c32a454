import { formatRef, podSpecOf, refOf, type KubeObject } from '@nx-kube/kube';
import type { Faults } from '../without-cluster/faults.ts';
import { portOf } from '../without-cluster/port-of.ts';
import { selects } from '../without-cluster/selects.ts';
import type { LocalService } from './plan.ts';

interface ServicePort {
  readonly port: number;
  readonly targetPort?: number | string;
  readonly protocol?: string;
}

interface ServiceSpec {
  readonly type?: string;
  readonly clusterIP?: string;
  readonly sessionAffinity?: string;
  readonly selector?: Readonly<Record<string, string>>;
  readonly ports?: readonly ServicePort[];
}

/** Services as names that lead to workloads. The name of a headless one leads to the pods' own ports. */
export function servicesOf(
  objects: readonly KubeObject[],
  running: readonly KubeObject[],
  faults: Faults,
): readonly LocalService[] {
  return objects
    .filter(({ kind }) => kind === 'Service')
    .flatMap((object) => {
      const { type, clusterIP, selector = {}, ports = [], sessionAffinity } = object['spec'] as ServiceSpec;
      if (type === 'ExternalName') {
        const rule = 'is ExternalName, and this machine has no names for hosts elsewhere';
        faults.add(object, 'spec.type', { rule, fix: 'write the name of the host where it is used' });
        return [];
      }
      if (sessionAffinity === 'ClientIP') faults.lost(object, 'spec.sessionAffinity');
      const targets = running.filter((other) => selects(selector, podSpecOf(other)?.labels ?? {}));
      const [target] = targets;
      if (!target || targets.length > 1) {
        const found = targets.map((other) => formatRef(refOf(other))).join(' and ');
        const rule = `selects ${target ? found : 'no workload of the stack'}`;
        faults.add(object, 'spec.selector', { rule, fix: 'let it select exactly one workload' });
        return [];
      }
      const { name } = object.metadata;
      const headless = clusterIP === 'None';
      return [{ name, workload: target.metadata.name, ports: portsOf(object, { target, ports, headless }, faults) }];
    });
}

function portsOf(
  object: KubeObject,
  { target, ports, headless }: { target: KubeObject; ports: readonly ServicePort[]; headless: boolean },
  faults: Faults,
): LocalService['ports'] {
  const containers = podSpecOf(target)?.spec.containers ?? [];
  return ports.flatMap(({ port, targetPort, protocol = 'TCP' }, index) => {
    const at = `spec.ports[${index}]`;
    if (protocol !== 'TCP') faults.lost(object, `${at}.protocol`);
    const [listens] = containers.flatMap((container) => portOf(targetPort ?? port, container) ?? []);
    if (listens !== undefined) return [{ port: headless ? listens : port, targetPort: listens }];
    const rule = `leads to the port ${targetPort}, which ${formatRef(refOf(target))} does not name`;
    faults.add(object, `${at}.targetPort`, { rule, fix: 'write its number, or name a port of the container' });
    return [];
  });
}
