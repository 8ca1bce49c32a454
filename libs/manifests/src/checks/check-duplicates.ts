import { podSpecOf, refKey, refOf, type KubeObject } from '@nx-kube/kube';
import { containersOf, type PlacedContainer } from './containers.ts';
import { issueOf, type Issue } from './issue.ts';

type Fault = Omit<Issue, 'object'>;

/** Objects of one name, of which the last would win. */
export function checkDuplicateObjects(objects: readonly KubeObject[]): readonly Issue[] {
  const seen = new Set<string>();
  return objects.flatMap((object) => {
    const key = refKey(refOf(object));
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [issueOf(object, { path: 'metadata.name', value: object.metadata.name, message: 'is there twice' })];
  });
}

/** Containers, ports, variables, volumes and mounts of one name in one pod. */
export function checkDuplicates(object: KubeObject): readonly Issue[] {
  const template = podSpecOf(object);
  if (!template) return [];
  const containers = containersOf(template);
  const faults = [
    ...repeated(containers.map(({ path, container }) => [`${path}.name`, container.name])),
    ...repeated(
      (template.spec.volumes ?? []).map(({ name }, index) => [`${template.path}.volumes[${index}].name`, name]),
    ),
    ...containers.flatMap(insideOf),
  ];
  return faults.map((fault) => issueOf(object, fault));
}

function insideOf({ path, container }: PlacedContainer): readonly Fault[] {
  const { env = [], ports = [], volumeMounts = [] } = container;
  const numbers = ports.map((port) => `${port.containerPort}/${(port['protocol'] as string | undefined) ?? 'TCP'}`);
  return [
    ...repeated(env.map(({ name }, index) => [`${path}.env[${index}].name`, name])),
    ...repeated(numbers.map((port, index) => [`${path}.ports[${index}].containerPort`, port])),
    ...repeated(ports.map(({ name }, index) => [`${path}.ports[${index}].name`, name])),
    ...repeated(volumeMounts.map(({ mountPath }, index) => [`${path}.volumeMounts[${index}].mountPath`, mountPath])),
  ];
}

function repeated(entries: readonly (readonly [path: string, value: string | undefined])[]): readonly Fault[] {
  const seen = new Map<string, string>();
  return entries.flatMap(([path, value]) => {
    if (value === undefined) return [];
    const first = seen.get(value);
    if (first !== undefined) return [{ path, value, message: `is there already, at ${first}` }];
    seen.set(value, path);
    return [];
  });
}
