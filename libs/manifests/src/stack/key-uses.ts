import { podSpecOf, type KubeObject, type PodSpec } from '@nx-kube/kube';

/** One use of a ConfigMap's or Secret's key by a pod. */
export interface KeyUse {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
  /** Absent where the whole object is used. */
  readonly key?: string;
  readonly optional: boolean;
  /** Where the name stands in the object that runs the pod, and where the key. */
  readonly path: string;
  readonly keyPath?: string;
}

/** Every key of a ConfigMap or Secret that the pods of an object read, as a variable or as a file. */
export function keyUses(object: KubeObject): readonly KeyUse[] {
  const template = podSpecOf(object);
  if (!template) return [];
  return [...environmentUses(template.spec, template.path), ...volumeUses(template.spec, template.path)];
}

interface Source {
  readonly name?: string;
  readonly optional?: boolean;
}

interface KeySource extends Source {
  readonly key?: string;
}

function environmentUses(spec: PodSpec, path: string): readonly KeyUse[] {
  const lists = [
    ['initContainers', spec.initContainers ?? []],
    ['containers', spec.containers],
  ] as const;
  return lists.flatMap(([list, containers]) =>
    containers.flatMap(({ env = [], envFrom = [] }, index) => {
      const at = `${path}.${list}[${index}]`;
      return [
        ...env.flatMap(({ valueFrom }, i) => [
          ...keyUse('ConfigMap', valueFrom?.configMapKeyRef, `${at}.env[${i}].valueFrom.configMapKeyRef`),
          ...keyUse('Secret', valueFrom?.secretKeyRef, `${at}.env[${i}].valueFrom.secretKeyRef`),
        ]),
        ...envFrom.flatMap(({ configMapRef, secretRef }, i) => [
          ...keyUse('ConfigMap', configMapRef, `${at}.envFrom[${i}].configMapRef`),
          ...keyUse('Secret', secretRef, `${at}.envFrom[${i}].secretRef`),
        ]),
      ];
    }),
  );
}

interface FileSource extends Source {
  readonly secretName?: string;
  readonly items?: readonly { readonly key: string }[];
}

interface FileSources {
  readonly configMap?: FileSource;
  readonly secret?: FileSource;
}

function volumeUses({ volumes = [] }: PodSpec, path: string): readonly KeyUse[] {
  return volumes.flatMap((volume, index) => {
    const { projected, ...own } = volume as FileSources & { projected?: { sources?: readonly FileSources[] } };
    const at = `${path}.volumes[${index}]`;
    const sources = projected?.sources ?? [];
    return [...sourceUses(own, at), ...sources.flatMap((one, i) => sourceUses(one, `${at}.projected.sources[${i}]`))];
  });
}

function sourceUses({ configMap, secret }: FileSources, path: string): readonly KeyUse[] {
  return [...fileUses('ConfigMap', configMap, `${path}.configMap`), ...fileUses('Secret', secret, `${path}.secret`)];
}

function fileUses(kind: KeyUse['kind'], source: FileSource | undefined, path: string): readonly KeyUse[] {
  const name = source?.secretName ?? source?.name;
  if (!name) return [];
  const named = `${path}.${source?.secretName === undefined ? 'name' : 'secretName'}`;
  const use = { kind, name, optional: source?.optional === true, path: named };
  if (!source?.items) return [use];
  return source.items.map(({ key }, index) => ({ ...use, key, keyPath: `${path}.items[${index}].key` }));
}

function keyUse(kind: KeyUse['kind'], source: KeySource | undefined, path: string): readonly KeyUse[] {
  const { name, key, optional } = source ?? {};
  if (!name) return [];
  const use = { kind, name, optional: optional === true, path: `${path}.name` };
  return [key === undefined ? use : { ...use, key, keyPath: `${path}.key` }];
}
