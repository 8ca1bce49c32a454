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
  /**
   * By `SecretSpec.value`: secrets that decide which objects there are, such as the address of a database elsewhere.
   * None gets into a file.
   */
  readonly secrets?: Readonly<Record<string, string>>;
}

/**
 * The stack for Kustomize: `base` has the objects of the defaults, `overlays/<environment>` what an environment changes
 * about them. Pure. Each overlay makes the Secrets from a file next to it that a person writes; the base has none.
 *
 * @returns file name → content
 * @throws {ManifestError} as `evaluateStack`, `DUPLICATE_FILE`, and `NOT_KUSTOMIZE`
 */
export function renderKustomize(stack: Stack, input: KustomizeInput): Readonly<Record<string, string>> {
  const { images } = input;
  const secrets = { ...placeholders(stack.secrets), ...input.secrets };
  const base = evaluateWith(stack, { images, secrets }).objects.filter(({ kind }) => kind !== 'Secret');
  const overlays = Object.keys(stack.environments).flatMap((environment) => {
    const files = overlayFiles(stack.secrets, base, evaluateWith(stack, { environment, images, secrets }));
    return Object.entries(files).map(([name, text]) => [`overlays/${environment}/${name}`, text] as const);
  });
  return Object.fromEntries([...baseFiles(base), ...overlays]);
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
