import type { KubeObject } from '@nx-kube/kube';
import type { Report } from './issue.ts';
import type { KubernetesRange } from './kubernetes-range.ts';
import { nearest } from './nearest.ts';
import { versions, type ApiLifecycle } from './versions.ts';

/** Groups that belong to Kubernetes itself: in all others, any kind may be somebody's own. */
const OWN_GROUPS = new Set(Object.keys(versions.kinds).map(groupOf));
const KINDS = new Map(Object.entries(versions.kinds).map(([apiVersion, kinds]) => [apiVersion, new Set(kinds)]));
const LIVES = new Map(Object.entries(versions.apis));

/** API versions that a Kubernetes of the range does not have (any more, or yet), and those that it is about to drop. */
export function checkApi(object: KubeObject, { oldest, newest }: KubernetesRange, report: Report): void {
  const { apiVersion, kind } = object;
  const life = LIVES.get(`${apiVersion} ${kind}`);
  if (!life) {
    if (!KINDS.get(apiVersion)?.has(kind)) checkKind(object, report);
    return;
  }
  const { introduced, deprecated, removed } = life;
  const replacement = successorOf(life, object.kind, newest);
  const at = { path: 'apiVersion', value: apiVersion };
  const fix = replacement ? `write ${replacement}` : 'use another kind: this one has no successor';
  if (introduced > oldest)
    report({
      ...at,
      rule: 'version/newer-api',
      message: `has ${kind} from Kubernetes 1.${introduced} on, and the objects have to run on 1.${oldest}`,
      fix: `promise no Kubernetes before 1.${introduced} (kubeVersion of the stack), or do without the object`,
    });
  if (removed !== undefined && removed <= newest)
    report({
      ...at,
      rule: 'version/removed-api',
      message: `has no ${kind} any more, from Kubernetes 1.${removed} on`,
      fix,
    });
  else if (deprecated !== undefined && deprecated <= newest)
    report({
      ...at,
      rule: 'version/deprecated-api',
      message: `is deprecated for ${kind} since Kubernetes 1.${deprecated}`,
      fix,
    });
}

/** The API version to use instead: a successor may be on its way out itself. */
function successorOf({ replacement }: ApiLifecycle, kind: string, newest: number): string | undefined {
  const next = LIVES.get(`${replacement} ${kind}`);
  if (!next?.replacement || (next.deprecated ?? Infinity) > newest) return replacement;
  return successorOf(next, kind, newest);
}

function checkKind({ apiVersion, kind }: KubeObject, report: Report): void {
  if (!OWN_GROUPS.has(groupOf(apiVersion))) return;
  const home = [...KINDS].filter(([, kinds]) => kinds.has(kind)).map(([version]) => version);
  const rule = 'schema/unknown-kind';
  if (home.length > 0) {
    const stable = home.find((version) => /\bv\d+$/.test(version)) ?? home[0];
    report({ path: 'apiVersion', value: apiVersion, rule, message: `has no kind ${kind}`, fix: `write ${stable}` });
    return;
  }
  const near = nearest(kind, [...(KINDS.get(apiVersion) ?? [])]);
  const known = [...(KINDS.get(apiVersion) ?? [])].join(', ');
  const fix = near ? `did you mean ${near}?` : `write one of ${known || 'the API versions of Kubernetes'}`;
  report({ path: 'kind', value: kind, rule, message: `is no kind of ${apiVersion}`, fix });
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}
