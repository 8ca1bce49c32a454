import type { Container } from '@nx-kube/kube';
import type { Faults } from '../without-cluster/faults.ts';
import type { PlacedContainer } from '../without-cluster/place.ts';
import type { Sources } from '../without-cluster/sources.ts';
import type { LocalContainer } from './plan.ts';

interface FileSource {
  readonly name?: string;
  readonly secretName?: string;
  readonly optional?: boolean;
  readonly items?: readonly { readonly key: string; readonly path: string }[];
}

interface FileSources {
  readonly secret?: FileSource;
  readonly configMap?: FileSource;
}

interface Volume extends FileSources {
  readonly name: string;
  readonly emptyDir?: object;
  readonly persistentVolumeClaim?: { readonly claimName: string };
  readonly projected?: { readonly sources?: readonly FileSources[] };
}

interface StatefulSpec {
  readonly volumeClaimTemplates?: readonly { readonly metadata: { readonly name: string } }[];
  readonly replicas?: number;
}

type Mount = NonNullable<Container['volumeMounts']>[number];
type Mounts = Pick<LocalContainer, 'files' | 'folders'>;

/** Volumes of a container: ConfigMaps and Secrets as files with their texts, all others as folders. */
export function mountsOf(place: PlacedContainer, sources: Sources, faults: Faults): Mounts {
  const mounts = (place.container.volumeMounts ?? []).map((mount, index) =>
    mountOf(mount, `${place.path}.volumeMounts[${index}]`, place, { sources, faults }),
  );
  return {
    files: mounts.flatMap(({ files }) => files),
    folders: mounts.flatMap(({ folders }) => folders),
  };
}

interface Reading {
  readonly sources: Sources;
  readonly faults: Faults;
}

function mountOf({ name, mountPath }: Mount, at: string, place: PlacedContainer, { sources, faults }: Reading): Mounts {
  const { object, spec } = place;
  const path = mountPath.replace(/(?<=.)\/+$/, '');
  const folder = (claim?: string): Mounts => ({
    files: [],
    folders: [claim === undefined ? { path } : { path, claim }],
  });
  const { volumeClaimTemplates = [] } = object['spec'] as StatefulSpec;
  if (volumeClaimTemplates.some(({ metadata }) => metadata.name === name)) {
    return folder(`${object.metadata.name}-${name}`);
  }
  const volume = ((spec.volumes ?? []) as readonly Volume[]).find((one) => one.name === name);
  const { emptyDir, persistentVolumeClaim, projected, secret, configMap } = volume ?? {};
  if (persistentVolumeClaim) return folder(persistentVolumeClaim.claimName);
  if (emptyDir) {
    checkShared(name, at, place, faults);
    return folder();
  }
  const parts: readonly FileSources[] = projected?.sources ?? [
    { ...(secret ? { secret } : {}), ...(configMap ? { configMap } : {}) },
  ];
  if (!parts.every((part) => part.secret ?? part.configMap)) {
    const rule = `mounts volume ${name}, which has no counterpart outside of a cluster`;
    faults.add(object, at, { rule, fix: 'use emptyDir, a claim, a Secret or a ConfigMap' });
    return { files: [], folders: [] };
  }
  const files = parts.flatMap((part) => filesOf(part, at, place, { sources, faults }));
  return { files: files.map(({ file, text }) => ({ path: `${path === '/' ? '' : path}/${file}`, text })), folders: [] };
}

function filesOf(
  { secret, configMap }: FileSources,
  at: string,
  { object }: PlacedContainer,
  { sources, faults }: Reading,
): readonly { readonly file: string; readonly text: string }[] {
  const source = secret ?? configMap ?? {};
  const { optional = false, items } = source;
  const name = source.secretName ?? source.name ?? '';
  const title = `${secret ? 'Secret' : 'ConfigMap'} ${name}`;
  const missing = (what: string): void => {
    if (optional) return;
    const rule = `mounts ${what}, which the stack does not have`;
    faults.add(object, at, { rule, fix: 'add it, or say that it is optional' });
  };
  const texts = (secret ? sources.secrets : sources.configs).get(name);
  if (!texts) {
    missing(title);
    return [];
  }
  const wanted = items ?? Object.keys(texts).map((key) => ({ key, path: key }));
  return wanted.flatMap(({ key, path: file }) => {
    const text = texts[key];
    if (text !== undefined) return [{ file, text }];
    missing(`key ${key} of ${title}`);
    return [];
  });
}

/** Containers of a pod hand files to each other by `emptyDir`. Each has a `/tmp`, from which nobody may expect anything. */
function checkShared(volume: string, at: string, { object, spec, container }: PlacedContainer, faults: Faults): void {
  const holders = [...(spec.initContainers ?? []), ...spec.containers].filter(({ volumeMounts = [] }) =>
    volumeMounts.some(({ name, mountPath }) => name === volume && mountPath !== '/tmp'),
  );
  const [first, ...others] = holders;
  if (!first || !others.includes(container)) return;
  const rule = `shares volume ${volume} with container ${first.name}, and each process has an empty folder of its own`;
  faults.add(object, at, { rule, fix: 'use a claim' });
}
