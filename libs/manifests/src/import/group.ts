import type { KubeObject } from '@nx-kube/kube';
import { camelCase, kebabCase, nameGiver, variableGiver } from './names.ts';

/** The objects of one component, which share a module. */
export interface Group {
  /** Name of the module without `.ts`. */
  readonly file: string;
  /** Name of the function that gives the objects. */
  readonly name: string;
  readonly objects: readonly KubeObject[];
}

const LABELS = ['app.kubernetes.io/component', 'component', 'app.kubernetes.io/name', 'app', 'k8s-app', 'name'];
const FILES = ['stack', 'values', 'secrets', 'object-tree'];

/** Groups objects by the component that their labels name, else by their own name, in the order of the first of each. */
export function groupObjects(objects: readonly KubeObject[]): readonly Group[] {
  const components = new Map<string, KubeObject[]>();
  for (const object of objects) {
    const component = kebabCase(componentOf(object));
    components.set(component, [...(components.get(component) ?? []), object]);
  }
  const fileOf = nameGiver(FILES);
  const nameOf = variableGiver(['secrets', 'Values', 'defineStack']);
  return [...components].map(([component, members]) => ({
    file: fileOf(component),
    name: nameOf(camelCase(component)),
    objects: members,
  }));
}

function componentOf({ metadata }: KubeObject): string {
  const labels = (metadata.labels ?? {}) as Readonly<Record<string, unknown>>;
  const label = LABELS.map((key) => labels[key]).find((value) => typeof value === 'string' && value !== '');
  return typeof label === 'string' ? label : metadata.name;
}
