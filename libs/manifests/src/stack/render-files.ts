import { toYaml } from '@nx-kube/kube';
import { evaluateWith } from './evaluate-stack.ts';
import { fileNames } from './file-names.ts';
import { keyUses } from './key-uses.ts';
import { placeholders, secretsTemplate } from './secrets-template.ts';
import type { Stack, StackInput } from './stack.ts';

/** What the files are rendered for. */
export interface RenderInput extends Omit<StackInput, 'secrets'> {
  /** Where the files will lie, relative to the workspace, for the template's instructions; `dist/deploy/<environment>/k8s` */
  readonly directory?: string;
}

/**
 * The manifests for people: one file per object, and `secrets.yaml.template` instead of the Secret. Pure. No secret
 * value gets into them, not even one that an overlay gives.
 *
 * @returns file name → content
 * @throws {ManifestError} as `evaluateStack`, and `DUPLICATE_FILE`
 */
export function renderFiles(stack: Stack, input: RenderInput): Readonly<Record<string, string>> {
  const { secrets } = stack;
  const { objects, values } = evaluateWith(stack, { ...input, secrets: placeholders(secrets) });
  const names = fileNames(objects, stack.tree);
  const namespaceFile = [...names].find(([{ kind }]) => kind === 'Namespace')?.[1];
  const uses = objects.flatMap(keyUses).filter(({ kind, name }) => kind === 'Secret' && name === secrets.name);
  const template = {
    secrets,
    values,
    keys: new Set(uses.flatMap(({ key }) => key ?? [])),
    directory: input.directory ?? `dist/deploy/${input.environment ?? 'default'}/k8s`,
    ...(namespaceFile === undefined ? {} : { namespaceFile }),
  };
  const files = [...names].map(([object, name]) =>
    object.kind === 'Secret' ? [`${name}.template`, secretsTemplate({ ...template, object })] : [name, toYaml(object)],
  );
  return Object.fromEntries(files);
}
