import { toYaml, type KubeObject } from '@nx-kube/kube';
import type { SecretSpec, SecretSpecs, StackValues } from './stack.ts';

/** Marks what a person has to fill in. */
export const PLACEHOLDER = 'CHANGE_ME';

/** A placeholder for every secret that is made up where nobody gives it: these are needed. */
export function placeholders({ specs }: SecretSpecs): Readonly<Record<string, string>> {
  return Object.fromEntries(specs.filter(({ generate }) => generate).map(({ value }) => [value, PLACEHOLDER]));
}

/** What a template is made from. */
interface TemplateInput {
  readonly secrets: SecretSpecs;
  /** The Secret, evaluated with `placeholders`. */
  readonly object: KubeObject;
  readonly values: StackValues;
  /** Keys that pods read, whether the Secret has them or not. */
  readonly keys: ReadonlySet<string>;
  /** Where the files lie, relative to the workspace. */
  readonly directory: string;
  /** File of the Namespace; absent where the stack does not make its own. */
  readonly namespaceFile?: string;
}

/**
 * The Secret as a file to fill in, starting with the exact way to use it. `kubectl apply -f <directory>` passes over it,
 * as its name does not end in `.yaml`. A value that was given is left out: it may be a real secret.
 */
export function secretsTemplate(input: TemplateInput): string {
  const { apiVersion, kind, metadata, type } = input.object;
  const head = toYaml({ apiVersion, kind, metadata, type });
  const lines = input.secrets.specs
    .filter(({ key }) => input.keys.has(key))
    .flatMap((spec) => [`  # ${spec.describe}`, `  ${spec.key}: ${JSON.stringify(shown(spec, input))}`]);
  return [...manual(input), `${head}stringData:`, ...lines, ''].join('\n');
}

function manual({ secrets, directory, namespaceFile }: TemplateInput): readonly string[] {
  const copy = secrets.file ?? 'secrets.yaml';
  return [
    '# The Secret of this stack, to be filled in by hand. From the root of the workspace:',
    ...(namespaceFile === undefined ? [] : [`#   kubectl apply -f ${directory}/${namespaceFile}`]),
    `#   cp ${directory}/secrets.yaml.template ${copy}`,
    `#   "\${EDITOR:-vi}" ${copy}`,
    `#   kubectl apply -f ${copy} -f ${directory}`,
    `# In the editor replace every ${PLACEHOLDER}; keep the copy out of git.`,
  ];
}

function shown({ key, value }: SecretSpec, { object, values }: TemplateInput): string {
  const given = values.secrets[value];
  if (given && given !== PLACEHOLDER) return '';
  const { [key]: encoded = '' } = (object['data'] ?? {}) as Readonly<Record<string, string>>;
  return Buffer.from(encoded, 'base64').toString('utf8');
}
