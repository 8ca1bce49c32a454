import type { Stack } from '../stack/stack.ts';
import { leavesOf, valueAt, type Leaf } from './leaves.ts';
import { manual } from './values-yaml.ts';

/**
 * `README.md`: how to install the chart, and a table of every value.
 *
 * @param values what `values.yaml` holds
 */
export function readme(stack: Stack, values: unknown): string {
  const { name, chart, kubeVersion } = stack;
  return [
    `# ${name}`,
    '',
    chart.description,
    '',
    `Chart ${chart.version}, application ${chart.appVersion}. For Kubernetes ${kubeVersion} and newer, Helm 3 and 4. Made from the typed`,
    'source of the stack: change that, not these files.',
    '',
    ...installation(stack),
    '',
    '## Values',
    '',
    '`values.schema.json` checks them before anything is rendered; a key that is not listed here is refused.',
    '',
    '| Value | Type | Default | What it is for |',
    '| --- | --- | --- | --- |',
    ...leavesOf(stack.schema).map((leaf) => row(leaf, valueAt(values, leaf.path))),
    '',
  ].join('\n');
}

function installation(stack: Stack): readonly string[] {
  const { name, environments } = stack;
  const secrets = secretFlags(stack);
  const command = (...lines: readonly string[]): readonly string[] => ['```sh', lines.join(' \\\n'), '```'];
  const own = `  --namespace my-${name} --create-namespace --set namespace.create=false,namespace.name=my-${name}`;
  return [
    '## Install',
    '',
    'The chart makes its own namespace. From this folder:',
    '',
    ...command(`helm install ${name} .`, ...secrets),
    '',
    'Or Helm makes it, under a name of your choice; then the chart must not (Helm 3 refuses the two together):',
    '',
    ...command(`helm install ${name} .`, own, ...secrets),
    '',
    'Values of an environment lie beside `values.yaml`:',
    '',
    ...Object.keys(environments).flatMap((environment) => [
      ...command(`helm install ${name} . -f values-${environment}.yaml`, ...secretFlags(stack, environment)),
      '',
    ]),
    'Then, with `--namespace` where the release has one:',
    '',
    '```sh',
    `helm test ${name}`,
    `helm upgrade ${name} . --reset-then-reuse-values`,
    `helm uninstall ${name}`,
    '```',
  ];
}

/** The flags without which the chart does not render, beyond what the environment brings along. */
function secretFlags({ secrets, environments }: Stack, environment = ''): readonly string[] {
  return secrets.specs
    .filter(({ required, generate }) => required || generate)
    .filter(({ value }) => !valueAt(environments[environment], ['secrets', value]))
    .map(({ value, generate }) => `  --set secrets.${value}=${made(generate)}`);
}

function made(generate: 'hex32' | 'base64-32' | undefined): string {
  if (!generate) return '…';
  return `"$(openssl rand -${generate === 'hex32' ? 'hex' : 'base64'} 32)"`;
}

function row(leaf: Leaf, value: unknown): string {
  const cells = [`\`${leaf.path.join('.')}\``, leaf.type, `\`${JSON.stringify(value)}\``, manual(leaf)];
  return `| ${cells.map((cell) => cell.replace(/\s+/g, ' ').replaceAll('|', String.raw`\|`)).join(' | ')} |`;
}
