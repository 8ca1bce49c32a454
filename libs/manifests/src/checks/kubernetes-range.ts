import { versions } from './versions.ts';

/** The Kubernetes versions that have to take the objects, as minor versions: 30 is Kubernetes 1.30. */
export interface KubernetesRange {
  readonly oldest: number;
  readonly newest: number;
}

/**
 * Reads what somebody promises.
 *
 * @param kubeVersion the oldest version, as `1.28`; all newer ones that we know are in the range, too
 * @param clusterVersion the only version; `1.34`, or in full as a cluster says it: `v1.34.3`
 * @throws RangeError for what is no version, or is older than all that we know
 */
export function kubernetesRange(kubeVersion: string, clusterVersion?: string): KubernetesRange {
  if (clusterVersion === undefined) return { oldest: minorOf(kubeVersion), newest: versions.newest };
  const minor = minorOf(clusterVersion);
  return { oldest: minor, newest: minor };
}

function minorOf(version: string): number {
  const [, minor] = /^v?1\.(\d{1,3})(\.\d+)?([-+].*)?$/.exec(version) ?? [];
  if (minor === undefined)
    throw new RangeError(`${JSON.stringify(version)} is no version of Kubernetes: write 1.34, for example.`);
  if (Number(minor) < versions.oldest)
    throw new RangeError(
      `Kubernetes ${version} is older than those that can be checked against: 1.${versions.oldest} is the first.`,
    );
  return Number(minor);
}
