import { refOf, type KubeObject } from '@nx-kube/kube';
import { isObject, listAt, objectAt, type JsonObject } from '../json.ts';
import { groupKind } from '../phases.ts';
import { podTemplate } from '../pod-template.ts';

/** A list whose items the API server tells apart by these fields. */
interface KeyedList {
  readonly path: string;
  readonly items: readonly JsonObject[];
  readonly keys: readonly string[];
}

/**
 * Finds items with the same key in lists that are merged by key. The API server answers those with a message that names
 * no path, or drops one of them.
 *
 * @returns one text per duplicate: `.spec.template.spec.containers[0].env: two items with name "A"`
 */
export function duplicateListKeys(object: KubeObject): readonly string[] {
  return keyedLists(object).flatMap(({ path, items, keys }) => {
    const seen = new Set<string>();
    return items.flatMap((item) => {
      const identity = keys.map((key) => `${key} ${JSON.stringify(item[key] ?? null)}`).join(', ');
      if (keys.every((key) => item[key] === undefined)) return [];
      if (!seen.has(identity)) {
        seen.add(identity);
        return [];
      }
      return [`${path}: two items with ${identity}`];
    });
  });
}

function keyedLists(object: KubeObject): readonly KeyedList[] {
  const lists: KeyedList[] = [];
  if (groupKind(refOf(object)) === 'Service') {
    lists.push({ path: '.spec.ports', items: listAt(object, 'spec', 'ports'), keys: ['port', 'protocol'] });
  }
  const template = podTemplate(object);
  const spec = template && objectAt(template, 'spec');
  if (!spec) return lists;
  const list = (field: string, keys: readonly string[]): KeyedList => ({
    path: `pod spec.${field}`,
    items: listAt(spec, field),
    keys,
  });
  lists.push(
    list('containers', ['name']),
    list('initContainers', ['name']),
    list('volumes', ['name']),
    list('imagePullSecrets', ['name']),
    list('topologySpreadConstraints', ['topologyKey', 'whenUnsatisfiable']),
  );
  for (const field of ['initContainers', 'containers']) {
    lists.push(
      ...listAt(spec, field).flatMap((container, index) => containerLists(`pod spec.${field}[${index}]`, container)),
    );
  }
  return lists;
}

function containerLists(path: string, container: JsonObject): readonly KeyedList[] {
  const list = (field: string, keys: readonly string[]): KeyedList => {
    const items = container[field];
    return {
      path: `${path}.${field}`,
      items: Array.isArray(items) ? items.filter((item) => isObject(item)) : [],
      keys,
    };
  };
  return [
    list('env', ['name']),
    list('ports', ['containerPort', 'protocol']),
    list('volumeMounts', ['mountPath']),
    list('volumeDevices', ['devicePath']),
  ];
}
