import { formatRef, refOf, type KubeObject } from '@nx-kube/kube';
import type { ExternalObject } from '../stack/stack.ts';
import { checkApi } from './check-api.ts';
import { checkDuplicateObjects, checkDuplicates } from './check-duplicates.ts';
import { checkLinks } from './check-links.ts';
import { checkMetadata, checkNames } from './check-names.ts';
import { checkPodSecurity } from './check-pod-security.ts';
import { checkResources } from './check-resources.ts';
import { checkSelectors } from './check-selectors.ts';
import { checkShape } from './check-shape.ts';
import { checkValues } from './check-values.ts';
import { checkedObject, type CheckedObject } from './checked-object.ts';
import type { Issue, Report } from './issue.ts';
import { kubernetesRange } from './kubernetes-range.ts';
import { objectIndex } from './object-index.ts';

/** What objects are checked against. */
export interface CheckOptions {
  /** Oldest Kubernetes that has to take the objects: `1.28`, which is also the default; all newer ones have to, too. */
  readonly kubeVersion?: string;
  /** The only Kubernetes that has to take them: `1.34`, or `v1.34.3`. */
  readonly clusterVersion?: string;
  /** What the objects name and somebody else makes; `StackResult` has it. */
  readonly external?: readonly ExternalObject[];
  /** Where an object was written; `StackResult` has it. */
  readonly sourceOf?: (object: KubeObject) => string | undefined;
}

/**
 * Checks the objects of a stack without a cluster: API versions, fields and types, names, values that no type can tell
 * from right ones, duplicates, requests and limits, selectors, links between the objects, and the Pod Security level of
 * their namespace (*restricted* if it has no label). Finds everything at once; an empty list is good.
 *
 * An object in which a value is of the wrong type is not looked at further; others may still name it.
 *
 * @throws RangeError for a version that is none, or older than 1.28
 */
export function checkObjects(objects: readonly KubeObject[], options: CheckOptions = {}): readonly Issue[] {
  const range = kubernetesRange(options.kubeVersion ?? '1.28', options.clusterVersion);
  const found = new Map<KubeObject, Issue[]>();
  const reportOf = (object: KubeObject): Report => issueReport(object, found, options.sourceOf);
  const readable: CheckedObject[] = [];
  for (const object of objects) {
    const report = reportOf(object);
    checkApi(object, range, report);
    const shape = checkShape(object, range.oldest, report);
    if (shape !== 'broken') checkMetadata(object, report);
    if (shape === 'sound') readable.push(checkedObject(object));
  }
  const index = objectIndex(objects, readable, options.external);
  for (const checked of readable) {
    const report = reportOf(checked.object);
    for (const check of [checkNames, checkValues, checkDuplicates, checkResources]) check(checked, report);
    checkPodSecurity(checked, { level: index.securityLevel(checked.object), oldest: range.oldest }, report);
    checkSelectors(checked, index, report);
    checkLinks(checked, index, report);
  }
  checkDuplicateObjects(objects, reportOf);
  return [...new Set(objects)].flatMap((object) => found.get(object) ?? []);
}

/** Collects the issues of one object; the value of a Secret is left out, whoever gives it. */
function issueReport(object: KubeObject, found: Map<KubeObject, Issue[]>, sourceOf: CheckOptions['sourceOf']): Report {
  const secret = object.kind === 'Secret';
  return ({ value, ...fault }) => {
    const source = sourceOf?.(object);
    const issue: Issue = {
      object: nameOf(object),
      ...fault,
      ...(value === undefined || secret ? {} : { value }),
      ...(source === undefined ? {} : { source }),
    };
    const issues = found.get(object);
    if (issues) issues.push(issue);
    else found.set(object, [issue]);
  };
}

/** `Deployment todo-app/backend`, also of an object whose name is absent or no text. */
function nameOf(object: KubeObject): string {
  const { name, namespace } = (object.metadata as Partial<Record<string, unknown>> | undefined) ?? {};
  if (typeof name !== 'string' || name === '') return `${object.kind} without a name`;
  const { namespace: _, ...ref } = refOf(object);
  return formatRef(typeof namespace === 'string' ? { ...ref, namespace } : ref);
}
