import { toYaml } from '@nx-kube/kube';
import type { ValueIssue } from '../error.ts';
import type { Stack } from '../stack/stack.ts';

/** `Chart.yaml`. `-0` lets in the pre-release versions by which clouds name their builds: `1.31.2-gke.100`. */
export function chartYaml({ name, kubeVersion, chart }: Stack): string {
  const { version, appVersion, description, keywords, home } = chart;
  return toYaml({
    apiVersion: 'v2',
    name,
    description,
    type: 'application',
    version,
    appVersion,
    kubeVersion: `>=${kubeVersion}.0-0`,
    ...(keywords.length > 0 ? { keywords } : {}),
    ...(home === '' ? {} : { home }),
  });
}

const SEMVER = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;

/** What Helm would refuse in `Chart.yaml`. */
export function checkChart({ name, kubeVersion, chart: { version, appVersion } }: Stack): readonly ValueIssue[] {
  const rules = [
    {
      path: 'name',
      value: name,
      good: /^[a-z0-9]([a-z0-9-]{0,51}[a-z0-9])?$/,
      rule: 'must be the name of a chart and of a release: lower-case letters, digits and "-", 53 at most',
    },
    { path: 'chart.version', value: version, good: SEMVER, rule: 'must be a version such as 0.1.0' },
    { path: 'chart.appVersion', value: appVersion, good: /^\S+$/, rule: 'must say which version is installed' },
    { path: 'kubeVersion', value: kubeVersion, good: /^1\.\d+$/, rule: 'must be a version such as 1.28' },
  ];
  return rules
    .filter(({ value, good }) => !good.test(value))
    .map(({ path, value, rule }) => ({ path, value, rule, fix: 'change it in defineStack' }));
}
