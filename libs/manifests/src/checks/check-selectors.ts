import { podSpecOf, type KubeObject, type PodTemplate } from '@nx-kube/kube';
import { containersOf } from './containers.ts';
import { issueOf, type Issue } from './issue.ts';

type Labels = Readonly<Record<string, string>>;

/** A Service's selector and ports, and a workload's selector, as far as they are there. */
interface Spec {
  readonly type?: string;
  readonly selector?: Labels & { readonly matchLabels?: Labels };
  readonly ports?: readonly { readonly port: number; readonly targetPort?: number | string }[];
}

const WORKLOADS = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

/** Selectors that select nothing: of workloads their own pods, of Services and disruption budgets pods of the set. */
export function checkSelectors(objects: readonly KubeObject[]): readonly Issue[] {
  const templates = objects.flatMap((object) => {
    const template = podSpecOf(object);
    return template ? [{ template, namespace: object.metadata.namespace }] : [];
  });
  return objects.flatMap((object) => {
    if (WORKLOADS.has(object.kind)) return checkOwnPods(object);
    const { namespace } = object.metadata;
    const pods = templates.filter((pod) => pod.namespace === namespace).map(({ template }) => template);
    if (object.kind === 'Service') return checkService(object, pods);
    return object.kind === 'PodDisruptionBudget'
      ? checkSelected(object, 'spec.selector', labelsOf(object), pods).issues
      : [];
  });
}

function checkOwnPods(object: KubeObject): readonly Issue[] {
  const template = podSpecOf(object);
  const wanted = labelsOf(object);
  if (!template || selects(wanted, template.labels)) return [];
  const hint = `the template has ${JSON.stringify(template.labels)}`;
  return [issueOf(object, { path: 'spec.selector', value: wanted, message: 'does not select its own pods', hint })];
}

function checkService(object: KubeObject, pods: readonly PodTemplate[]): readonly Issue[] {
  const { type, selector, ports = [] } = specOf(object);
  if (!selector || type === 'ExternalName') return [];
  const { issues, selected } = checkSelected(object, 'spec.selector', selector, pods);
  if (selected.length === 0) return issues;
  return ports.flatMap(({ port, targetPort = port }, index) => {
    // A number needs no declaration in the pod; a name does.
    if (typeof targetPort === 'number' || selected.some((pod) => portNames(pod).includes(targetPort))) return [];
    const names = selected.flatMap(portNames);
    const path = `spec.ports[${index}].targetPort`;
    return [
      issueOf(object, {
        path,
        value: targetPort,
        message: 'names no port of its pods',
        hint: `they have ${names.join(', ') || 'none'}`,
      }),
    ];
  });
}

function checkSelected(
  object: KubeObject,
  path: string,
  wanted: Labels,
  pods: readonly PodTemplate[],
): { issues: readonly Issue[]; selected: readonly PodTemplate[] } {
  const selected = pods.filter(({ labels }) => selects(wanted, labels));
  if (selected.length > 0) return { issues: [], selected };
  return { issues: [issueOf(object, { path, value: wanted, message: 'selects no pod of the stack' })], selected };
}

function specOf(object: KubeObject): Spec {
  return object['spec'] ?? {};
}

function labelsOf(object: KubeObject): Labels {
  return specOf(object).selector?.matchLabels ?? {};
}

function selects(wanted: Labels, labels: Labels): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}

function portNames(template: PodTemplate): readonly string[] {
  return containersOf(template).flatMap(({ container }) => container.ports?.flatMap(({ name }) => name ?? []) ?? []);
}
