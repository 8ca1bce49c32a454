import { isDeepStrictEqual } from 'node:util';
import { toYaml, type KubeObject } from '@nx-kube/kube';
import { evaluateWith } from '../stack/evaluate-stack.ts';
import { fileNames } from '../stack/file-names.ts';
import { placeholders } from '../stack/secrets-template.ts';
import type { Stack } from '../stack/stack.ts';
import { overlayFiles } from './overlay-files.ts';

/** What the files are rendered for. */
export interface KustomizeInput {
  /** Project → image reference. */
  readonly images: Readonly<Record<string, string>>;
}

/**
 * The stack for Kustomize: `base` has the objects of the defaults, `overlays/<environment>` what an environment changes
 * about them, and `overlays/<environment>-with-<secret>` what is different where somebody gives a secret that decides which
 * objects there are. Pure. Each overlay makes the Secret from a file next to it that a person writes; the base has none.
 *
 * @returns file name → content
 * @throws {ManifestError} as `evaluateStack`, `DUPLICATE_FILE`, and `NOT_KUSTOMIZE`
 */
export function renderKustomize(stack: Stack, { images }: KustomizeInput): Readonly<Record<string, string>> {
  const made = placeholders(stack.secrets);
  const base = withoutSecrets(evaluateWith(stack, { images, secrets: made }).objects);
  const overlays = Object.keys(stack.environments).flatMap((environment) => {
    const plain = evaluateWith(stack, { environment, images, secrets: made });
    const others = examples(stack).flatMap(([name, secrets]) => {
      const result = evaluateWith(stack, { environment, images, secrets: { ...made, ...secrets } });
      const same = isDeepStrictEqual(withoutSecrets(result.objects), withoutSecrets(plain.objects));
      return same ? [] : [[`${environment}-with-${name}`, result] as const];
    });
    return [[environment, plain] as const, ...others];
  });
  const files = overlays.flatMap(([name, result]) =>
    Object.entries(overlayFiles(stack.secrets, base, result)).map(
      ([file, text]) => [`overlays/${name}/${file}`, text] as const,
    ),
  );
  return Object.fromEntries([...baseFiles(base), ...files]);
}

/** `database-url` → the example of that secret. */
function examples({ secrets }: Stack): readonly (readonly [string, Readonly<Record<string, string>>])[] {
  return secrets.specs.flatMap(({ value, example }) => {
    const name = value.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return example === undefined ? [] : [[name, { [value]: example }] as const];
  });
}

function withoutSecrets(objects: readonly KubeObject[]): readonly KubeObject[] {
  return objects.filter(({ kind }) => kind !== 'Secret');
}

function baseFiles(objects: readonly KubeObject[]): readonly (readonly [string, string])[] {
  const names = fileNames(objects);
  const kustomization = toYaml({
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: [...names.values()],
  });
  return [
    [
      'base/kustomization.yaml',
      `# What all environments share. The Secret is not here: each overlay makes its own.\n${kustomization}`,
    ],
    ...[...names].map(([object, name]) => [`base/${name}`, toYaml(object)] as const),
  ];
}
