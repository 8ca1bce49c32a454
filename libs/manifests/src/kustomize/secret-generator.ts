import { formatRef, refOf, type KubeObject } from '@nx-kube/kube';
import { ManifestError } from '../error.ts';
import { PLACEHOLDER } from '../stack/secrets-template.ts';
import type { SecretSpecs, StackValues } from '../stack/stack.ts';

/** What a Secret's file is made from. */
export interface EnvFileInput {
  /** The Secret, evaluated with placeholders. */
  readonly object: KubeObject;
  readonly secrets: SecretSpecs;
  readonly values: StackValues;
  /** Keys that pods read, whether the Secret has them or not. */
  readonly keys: ReadonlySet<string>;
}

/** Name of the file with a Secret's values, which a person makes from `<name>.template`. Pure. */
export function envFileName({ metadata: { name } }: KubeObject, secrets: SecretSpecs): string {
  return name === secrets.name ? 'secrets.env' : `${name}.env`;
}

/**
 * One entry of `secretGenerator`: the Secret of the stack, its data read from a file of a person's. Its name stays as it
 * is, as pods name it and as the other faces have it.
 *
 * @throws {ManifestError} `NOT_KUSTOMIZE` for a Secret with parts that the generator cannot make
 * @see https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/secretgenerator/
 */
export function secretGenerator(object: KubeObject, secrets: SecretSpecs): Readonly<Record<string, unknown>> {
  const { apiVersion: _, kind: _kind, metadata, type, data: _data, immutable, ...rest } = object;
  const { name, namespace, labels, annotations, ...others } = metadata;
  const strange = [...Object.keys(rest), ...Object.keys(others).map((key) => `metadata.${key}`)];
  if (strange.length > 0) {
    throw new ManifestError('NOT_KUSTOMIZE', {
      doing: `write the generator of ${formatRef(refOf(object))}`,
      because: `Kustomize cannot generate ${strange.join(', ')}`,
      fix: 'leave them out of the Secret',
    });
  }
  return {
    name,
    namespace,
    type,
    envs: [envFileName(object, secrets)],
    options: { disableNameSuffixHash: true, labels, annotations, immutable },
  };
}

/**
 * The file to fill in, with every key that the Secret has; a key that may be left out stands behind a `#`. A value that
 * was given is left out: it may be a real secret.
 */
export function envFileTemplate({ object, secrets, values, keys }: EnvFileInput): string {
  const file = envFileName(object, secrets);
  const data = (object['data'] ?? {}) as Readonly<Record<string, string>>;
  const described = secrets.specs.filter(({ key }) => object.metadata.name === secrets.name && keys.has(key));
  const named = new Set(described.map(({ key }) => key));
  const lines = described.flatMap(({ key, describe, example }) => [
    '',
    `# ${describe}`,
    ...(example === undefined ? [] : [`# As ${example}`]),
    Object.hasOwn(data, key) ? `${key}=${shown(data[key], values)}` : `# ${key}=`,
  ]);
  const others = Object.keys(data).filter((key) => !named.has(key));
  return [
    `# The values of Secret ${object.metadata.name}, one KEY=value a line, taken as they stand: no quotes, no $VARIABLE.`,
    `# Copy this file to ${file} beside it and replace every ${PLACEHOLDER} in the copy; keep the copy out of git.`,
    '# A key behind a # may be left out; take the # away to give it. Then, in this folder: kubectl apply -k .',
    ...lines,
    ...others.flatMap((key) => ['', `${key}=${PLACEHOLDER}`]),
    '',
  ].join('\n');
}

/** Text of a value without the secrets in it; a file of lines cannot hold line breaks. */
function shown(encoded = '', { secrets }: StackValues): string {
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  if (/[\r\n]/.test(text)) return PLACEHOLDER;
  const given = Object.values(secrets).filter((value) => value !== '');
  // Longest first: one secret may be a part of another.
  return given.toSorted((a, b) => b.length - a.length).reduce((at, value) => at.replaceAll(value, PLACEHOLDER), text);
}
