import { refKey, refOf, type KubeObject } from '@nx-kube/kube';
import type { CheckedObject } from './checked-object.ts';
import type { PlacedContainer } from './containers.ts';
import { hasIdentity } from './has-identity.ts';
import type { Report } from './issue.ts';

/** Objects of one name, of which the last would win. */
export function checkDuplicateObjects(objects: readonly KubeObject[], reportOf: (object: KubeObject) => Report): void {
  const seen = new Set<string>();
  for (const object of objects) {
    if (!hasIdentity(object)) continue;
    const { name } = object.metadata;
    const key = refKey(refOf(object));
    if (seen.has(key)) {
      const fix = 'give one of the two another name, or take it out';
      const message = 'is there twice';
      reportOf(object)({ path: 'metadata.name', value: name, rule: 'duplicates/object', message, fix });
    }
    seen.add(key);
  }
}

/** Containers, ports, variables, volumes and mounts of one name in one pod. */
export function checkDuplicates({ object, template, containers }: CheckedObject, report: Report): void {
  if (object.kind === 'Service') checkServicePorts(object['spec'] as ServiceSpec | undefined, report);
  if (!template) return;
  const unique = uniqueIn(report);
  unique(
    containers,
    ({ container }) => container.name,
    (index) => `${containers[index]?.path}.name`,
  );
  const { volumes = [] } = template.spec;
  unique(
    volumes,
    ({ name }) => name,
    (index) => `${template.path}.volumes[${index}].name`,
  );
  for (const placed of containers) checkInside(placed, report);
}

function checkInside({ path, container }: PlacedContainer, report: Report): void {
  const unique = uniqueIn(report);
  const { env = [], ports = [], volumeMounts = [] } = container;
  unique(
    env,
    ({ name }) => name,
    (index) => `${path}.env[${index}].name`,
  );
  unique(
    ports,
    (port) => `${port.containerPort}/${protocolOf(port)}`,
    (index) => `${path}.ports[${index}].containerPort`,
  );
  unique(
    ports,
    ({ name }) => name,
    (index) => `${path}.ports[${index}].name`,
  );
  unique(
    volumeMounts,
    ({ mountPath }) => mountPath,
    (index) => `${path}.volumeMounts[${index}].mountPath`,
  );
}

interface ServiceSpec {
  readonly ports?: readonly { readonly name?: string; readonly port: number; readonly [field: string]: unknown }[];
}

function checkServicePorts({ ports = [] }: ServiceSpec = {}, report: Report): void {
  const unique = uniqueIn(report);
  unique(
    ports,
    (port) => `${port.port}/${protocolOf(port)}`,
    (index) => `spec.ports[${index}].port`,
  );
  unique(
    ports,
    ({ name }) => name,
    (index) => `spec.ports[${index}].name`,
  );
}

function protocolOf(port: { readonly [field: string]: unknown }): string {
  return (port['protocol'] as string | undefined) ?? 'TCP';
}

type Unique = <T>(
  items: readonly T[],
  nameOf: (item: T) => string | undefined,
  pathOf: (index: number) => string,
) => void;

function uniqueIn(report: Report): Unique {
  return (items, nameOf, pathOf) => {
    if (items.length < 2) return;
    const seen = new Map<string, number>();
    items.forEach((item, index) => {
      const value = nameOf(item);
      if (value === undefined) return;
      const first = seen.get(value);
      if (first === undefined) {
        seen.set(value, index);
        return;
      }
      const message = `is there already, at ${pathOf(first)}`;
      report({ path: pathOf(index), value, rule: 'duplicates/item', message, fix: 'take one of the two out' });
    });
  };
}
