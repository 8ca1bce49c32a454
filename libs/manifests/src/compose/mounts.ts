import type { Container, KubeObject, PodSpec } from '@nx-kube/kube';
import type { Faults } from './fault.ts';

/** What is mounted into a container. */
export interface Mounts {
  /** Volumes that outlive it. */
  readonly named: readonly { readonly source: string; readonly target: string }[];
  /** Folders in memory. */
  readonly tmpfs: readonly string[];
  /** Keys of Secrets as files. */
  readonly secrets: readonly { readonly source: string; readonly target: string }[];
}

interface Volume {
  readonly name: string;
  readonly emptyDir?: object;
  readonly secret?: { readonly items?: readonly { readonly key: string; readonly path: string }[] };
  readonly persistentVolumeClaim?: { readonly claimName: string };
}

interface Claim {
  readonly metadata: { readonly name: string };
}

/** Volumes of a pod as Compose has them: `emptyDir` in memory, claims as volumes of their name, Secret keys as files. */
export function mountsOf(
  { object, spec, container, path }: { object: KubeObject; spec: PodSpec; container: Container; path: string },
  faults: Faults,
): Mounts {
  const volumes = new Map(((spec.volumes ?? []) as readonly Volume[]).map((volume) => [volume.name, volume]));
  const { volumeClaimTemplates = [] } = object['spec'] as { volumeClaimTemplates?: readonly Claim[] };
  const claims = new Set(volumeClaimTemplates.map(({ metadata }) => metadata.name));
  const named: { source: string; target: string }[] = [];
  const tmpfs: string[] = [];
  const secrets: { source: string; target: string }[] = [];
  for (const [index, { name, mountPath }] of (container.volumeMounts ?? []).entries()) {
    const { emptyDir, secret, persistentVolumeClaim: claim } = volumes.get(name) ?? ({} as Partial<Volume>);
    if (claims.has(name)) named.push({ source: `${object.metadata.name}-${name}`, target: mountPath });
    else if (claim) named.push({ source: claim.claimName, target: mountPath });
    else if (emptyDir) tmpfs.push(mountPath);
    else if (secret?.items)
      secrets.push(...secret.items.map(({ key, path: file }) => ({ source: key, target: `${mountPath}/${file}` })));
    else {
      const rule = `mounts volume ${name}, which Compose has no words for`;
      faults.add(object, `${path}.volumeMounts[${index}]`, {
        rule,
        fix: 'use emptyDir, a claim, or single keys of a Secret',
      });
    }
  }
  return { named, tmpfs, secrets };
}
