import { refKey, refOf, toYaml, type KubeObject } from '@nx-kube/kube';
import { fileNames } from '../stack/file-names.ts';
import { keyUses } from '../stack/key-uses.ts';
import type { SecretSpecs, StackResult } from '../stack/stack.ts';
import { diff } from './json-patch.ts';
import { envFileName, envFileTemplate, secretGenerator } from './secret-generator.ts';

/** Names the object that a patch is for; Kustomize reads the fields as regular expressions over the whole name. */
type Target = Readonly<Record<string, string>>;

interface Patch {
  readonly path: string;
  readonly text: string;
  /** Absent where the patch itself says which object it is for. */
  readonly target?: Target;
}

/**
 * The files of one overlay: patches for the objects that differ from the base, deletions for those that are gone, whole
 * files for those that are new, and a generator with its template for each Secret. Pure.
 *
 * @param base the objects of the base, without Secrets
 * @param evaluated the stack in this environment, with placeholders for secrets
 * @returns file name → content
 */
export function overlayFiles(
  secrets: SecretSpecs,
  base: readonly KubeObject[],
  evaluated: Pick<StackResult, 'objects' | 'values'>,
): Readonly<Record<string, string>> {
  const objects = evaluated.objects.filter(({ kind }) => kind !== 'Secret');
  const generated = evaluated.objects.filter(({ kind }) => kind === 'Secret');
  const added = addedFiles(base, objects);
  const patches = [...changes(base, objects), ...deletions(base, objects)];
  const kustomization = toYaml({
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: ['../../base', ...Object.keys(added)],
    patches: orAbsent(patches.map(({ path, target }) => ({ path, target }))),
    secretGenerator: orAbsent(generated.map((object) => secretGenerator(object, secrets))),
  });
  const templates = generated.map((object) => {
    const uses = objects
      .flatMap(keyUses)
      .filter(({ kind, name }) => kind === 'Secret' && name === object.metadata.name);
    const keys = new Set(uses.flatMap(({ key }) => key ?? []));
    const text = envFileTemplate({ object, secrets, values: evaluated.values, keys });
    return [`${envFileName(object, secrets)}.template`, text];
  });
  return {
    'kustomization.yaml': `${manual(generated, secrets)}${kustomization}`,
    ...Object.fromEntries(patches.map(({ path, text }) => [path, text])),
    ...added,
    ...(Object.fromEntries(templates) as Record<string, string>),
  };
}

function manual(generated: readonly KubeObject[], secrets: SecretSpecs): string {
  const files = generated.map((object) => envFileName(object, secrets));
  return files.map((file) => `# Needs ${file}: copy ${file}.template and fill the copy in.\n`).join('');
}

function orAbsent<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

/** Kustomize tells objects of different API versions apart, unlike a cluster. */
function identity(object: KubeObject): string {
  return `${object.apiVersion}/${refKey(refOf(object))}`;
}

function without(objects: readonly KubeObject[], others: readonly KubeObject[]): readonly KubeObject[] {
  const known = new Set(others.map(identity));
  return objects.filter((object) => !known.has(identity(object)));
}

function addedFiles(base: readonly KubeObject[], objects: readonly KubeObject[]): Readonly<Record<string, string>> {
  const names = fileNames(objects);
  const added = without(objects, base).map((object) => [names.get(object) ?? '', toYaml(object)] as const);
  return Object.fromEntries(added);
}

function changes(base: readonly KubeObject[], objects: readonly KubeObject[]): readonly Patch[] {
  const names = fileNames(base);
  const now = new Map(objects.map((object) => [identity(object), object]));
  return base.flatMap((object) => {
    const changed = now.get(identity(object));
    const operations = changed === undefined ? [] : diff(object, changed);
    if (operations.length === 0) return [];
    return [{ path: patchFile(names.get(object)), text: toYaml(operations), target: targetOf(object) }];
  });
}

function deletions(base: readonly KubeObject[], objects: readonly KubeObject[]): readonly Patch[] {
  const names = fileNames(base);
  return without(base, objects).map((object) => {
    const { apiVersion, kind, metadata } = object;
    const { name, namespace } = metadata;
    const text = toYaml({ $patch: 'delete', apiVersion, kind, metadata: { name, namespace } });
    return { path: patchFile(names.get(object)), text };
  });
}

/** `backend-deployment.yaml` → `backend-deployment.patch.yaml` */
function patchFile(name = ''): string {
  return name.replace(/yaml$/, 'patch.yaml');
}

function targetOf(object: KubeObject): Target {
  const { group, version, kind, namespace, name } = refOf(object);
  const literal = (text: string): string => text.replaceAll('.', '\\.');
  return {
    ...(group === '' ? {} : { group: literal(group) }),
    version,
    kind,
    name: literal(name),
    ...(namespace === undefined ? {} : { namespace }),
  };
}
