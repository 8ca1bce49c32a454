import type { CheckedObject } from './checked-object.ts';
import type { Report } from './issue.ts';
import { isEmptySelector, selectorMatches, type LabelSelector } from './label-selector.ts';
import type { ObjectIndex } from './object-index.ts';

/** A Service's selector and ports, as far as they are there. */
interface ServiceSpec {
  readonly type?: string;
  readonly selector?: Readonly<Record<string, string>>;
  readonly ports?: readonly { readonly port: number; readonly targetPort?: number | string }[];
}

/** A network policy's pods and the ports that it opens on them. */
interface PolicySpec {
  readonly podSelector?: LabelSelector;
  readonly ingress?: readonly { readonly ports?: readonly { readonly port?: number | string }[] }[];
}

const WORKLOADS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet']);

/** Selectors that select nothing: of workloads their own pods, of all others pods of the set; and ports of those pods. */
export function checkSelectors(checked: CheckedObject, index: ObjectIndex, report: Report): void {
  const { object } = checked;
  if (WORKLOADS.has(object.kind)) checkOwnPods(checked, report);
  if (object.kind === 'Service') checkService(checked, index, report);
  if (object.kind === 'PodDisruptionBudget') {
    const { selector } = (object['spec'] ?? {}) as { selector?: LabelSelector };
    if (selector) selectedBy(selector, 'spec.selector', { checked, index, report });
  }
  if (object.kind === 'NetworkPolicy') checkPolicy(checked, index, report);
}

function checkOwnPods({ object, template }: CheckedObject, report: Report): void {
  const { selector = {} } = (object['spec'] ?? {}) as { selector?: LabelSelector };
  const labels = template?.labels ?? {};
  if (!template || (!isEmptySelector(selector) && selectorMatches(selector, labels))) return;
  report({
    path: 'spec.selector',
    value: selector,
    rule: 'selectors/own-pods',
    message: isEmptySelector(selector) ? 'must not be empty' : 'does not select its own pods',
    fix: `write labels of the template: ${JSON.stringify(labels)}`,
  });
}

function checkService({ object }: CheckedObject, index: ObjectIndex, report: Report): void {
  const { type, selector, ports = [] } = (object['spec'] ?? {}) as ServiceSpec;
  if (!selector || type === 'ExternalName' || Object.keys(selector).length === 0) return;
  const selected = index.selected(object, selector);
  if (selected.length === 0) return reportUnselected('spec.selector', selector, index.workloads(object), report);
  ports.forEach(({ port, targetPort = port }, at) => {
    // A number needs no declaration in the pod; a name does.
    if (typeof targetPort === 'number') return;
    checkPortName(`spec.ports[${at}].targetPort`, targetPort, selected, report);
  });
}

function checkPolicy(checked: CheckedObject, index: ObjectIndex, report: Report): void {
  const { podSelector = {}, ingress = [] } = (checked.object['spec'] ?? {}) as PolicySpec;
  const selected = selectedBy(podSelector, 'spec.podSelector', { checked, index, report });
  if (selected.length === 0) return;
  ingress.forEach(({ ports = [] }, rule) => {
    ports.forEach(({ port }, at) => {
      if (typeof port === 'string') checkPortName(`spec.ingress[${rule}].ports[${at}].port`, port, selected, report);
    });
  });
}

function selectedBy(
  selector: LabelSelector,
  path: string,
  { checked, index, report }: { checked: CheckedObject; index: ObjectIndex; report: Report },
): readonly CheckedObject[] {
  const workloads = index.workloads(checked.object);
  if (isEmptySelector(selector)) return workloads ?? [];
  const { matchLabels = {} } = selector;
  const candidates =
    Object.keys(matchLabels).length > 0 ? index.selected(checked.object, matchLabels) : (workloads ?? []);
  const selected = candidates.filter(({ template }) => selectorMatches(selector, template?.labels ?? {}));
  if (selected.length === 0) reportUnselected(path, selector, workloads, report);
  return selected;
}

function reportUnselected(
  path: string,
  value: object,
  workloads: readonly CheckedObject[] | undefined,
  report: Report,
): void {
  if (!workloads) return;
  const labels = workloads.slice(0, 5).map(({ template }) => JSON.stringify(template?.labels ?? {}));
  const fix =
    labels.length > 0 ? `pods of the namespace have ${labels.join(', ')}` : 'the namespace has no pods: add them';
  report({ path, value, rule: 'links/selector', message: 'selects no pod of the stack', fix });
}

function checkPortName(path: string, name: string, pods: readonly CheckedObject[], report: Report): void {
  const names = pods.flatMap(({ containers }) =>
    containers.flatMap(({ container }) => container.ports?.flatMap((port) => port.name ?? []) ?? []),
  );
  if (names.includes(name)) return;
  report({
    path,
    value: name,
    rule: 'links/container-port',
    message: 'names no port of the selected pods',
    fix: names.length > 0 ? `write one of ${[...new Set(names)].join(', ')}` : 'write its number: they name none',
  });
}
