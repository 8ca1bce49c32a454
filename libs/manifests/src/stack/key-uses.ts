import { podSpecOf, type KubeObject, type PodSpec } from '@nx-kube/kube';

/** One use of a ConfigMap's or Secret's key by a pod. */
export interface KeyUse {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
  /** Absent where the whole object is used. */
  readonly key?: string;
  readonly optional: boolean;
  /** Where in the object that runs the pod. */
  readonly path: string;
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
          ...use('ConfigMap', valueFrom?.configMapKeyRef, `${at}.env[${i}]`, valueFrom?.configMapKeyRef?.key),
          ...use('Secret', valueFrom?.secretKeyRef, `${at}.env[${i}]`, valueFrom?.secretKeyRef?.key),
        ]),
        ...envFrom.flatMap(({ configMapRef, secretRef }, i) => [
          ...use('ConfigMap', configMapRef, `${at}.envFrom[${i}]`),
          ...use('Secret', secretRef, `${at}.envFrom[${i}]`),
        ]),
      ];
    }),
  );
}

interface FileSource extends Source {
  readonly secretName?: string;
  readonly items?: readonly { readonly key: string }[];
}

function volumeUses({ volumes = [] }: PodSpec, path: string): readonly KeyUse[] {
  return volumes.flatMap((volume, index) => {
    const { configMap, secret } = volume as { configMap?: FileSource; secret?: FileSource };
    const at = `${path}.volumes[${index}]`;
    const named = secret?.secretName === undefined ? secret : { ...secret, name: secret.secretName };
    return [...fileUses('ConfigMap', configMap, at), ...fileUses('Secret', named, at)];
  });
}

function fileUses(kind: KeyUse['kind'], source: FileSource | undefined, path: string): readonly KeyUse[] {
  if (!source?.items) return use(kind, source, path);
  return source.items.flatMap(({ key }, index) => use(kind, source, `${path}.items[${index}]`, key));
}

function use(kind: KeyUse['kind'], source: Source | undefined, path: string, key?: string): readonly KeyUse[] {
  if (!source?.name) return [];
  return [{ kind, name: source.name, optional: source.optional === true, path, ...(key === undefined ? {} : { key }) }];
}
