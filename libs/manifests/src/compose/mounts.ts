import type { Faults } from '../without-cluster/faults.ts';
import type { PlacedContainer } from '../without-cluster/place.ts';

/** What is mounted into a container. */
export interface Mounts {
  /** Volumes that outlive it. */
  readonly named: readonly { readonly source: string; readonly target: string; readonly read_only?: true }[];
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
export function mountsOf({ object, spec, container, path }: PlacedContainer, faults: Faults): Mounts {
  const volumes = new Map(((spec.volumes ?? []) as readonly Volume[]).map((volume) => [volume.name, volume]));
  const { volumeClaimTemplates = [], replicas = 1 } = object['spec'] as {
    volumeClaimTemplates?: readonly Claim[];
    replicas?: number;
  };
  if (volumeClaimTemplates.length > 0 && replicas > 1) {
    const rule = `is ${replicas}, and all of them would share one volume`;
    faults.add(object, 'spec.replicas', { rule, fix: 'set it to 1 for Compose' });
  }
  const claims = new Set(volumeClaimTemplates.map(({ metadata }) => metadata.name));
  const named: { source: string; target: string; read_only?: true }[] = [];
  const tmpfs: string[] = [];
  const secrets: { source: string; target: string }[] = [];
  for (const [index, { name, mountPath, readOnly }] of (container.volumeMounts ?? []).entries()) {
    const access = readOnly === true ? ({ read_only: true } as const) : {};
    const { emptyDir, secret, persistentVolumeClaim: claim } = volumes.get(name) ?? ({} as Partial<Volume>);
    if (claims.has(name)) named.push({ source: `${object.metadata.name}-${name}`, target: mountPath, ...access });
    else if (claim) named.push({ source: claim.claimName, target: mountPath, ...access });
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
