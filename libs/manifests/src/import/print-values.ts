import { printText } from './print-value.ts';
import type { Plan } from './plan.ts';

/** One value of the schema. */
interface Leaf {
  readonly key: string;
  /** Calls after `z.`: `string()`, `default('x')`. */
  readonly calls: readonly string[];
  readonly describe: string;
}

/** Prints `values.ts`: the schema of everything that the holes of a plan stand for. */
export function printValues(plan: Plan): string {
  const { namespace, createsNamespace, images, replicas, hosts, secrets } = plan;
  const sections = [
    section('namespace', [
      { key: 'name', calls: text(namespace), describe: 'Namespace of the objects.' },
      {
        key: 'create',
        calls: ['boolean()', `default(${createsNamespace})`],
        describe: createsNamespace
          ? 'Whether to make the namespace.'
          : 'Not used: the namespace is not among the objects.',
      },
    ]),
    wrap(
      'images',
      [...images.values()].map(({ key, repository, tag }) =>
        section(
          key,
          [
            { key: 'repository', calls: text(repository), describe: `Image of ${key}, without the tag.` },
            { key: 'tag', calls: text(tag), describe: `Tag of the image of ${key}.` },
          ],
          6,
        ),
      ),
    ),
    section(
      'replicas',
      [...replicas].map(([{ kind, metadata }, { key, count }]) => ({
        key,
        calls: ['int()', 'min(0)', `default(${count})`],
        describe: `Pods of ${kind} ${metadata.name}.`,
      })),
    ),
    section(
      'ingress',
      [...hosts].map(([host, key]) => ({ key, calls: text(host), describe: `Host name in place of ${host}.` })),
    ),
    section(
      'secrets',
      secrets.map(({ object, key, value, form }) => ({
        key: value,
        calls: ['string()', "default('')"],
        describe: `${key} of Secret ${object.metadata.name}${form === 'base64' ? ', in base64' : ''}.`,
      })),
      2,
      true,
    ),
  ];
  return [
    "import * as z from 'zod';",
    '',
    '/** What can be set from outside; the defaults are what the manifests had. */',
    'export const Values = z.strictObject({',
    `${sections.join('')}});`,
    '',
    'export type Values = z.infer<typeof Values>;',
    '',
  ].join('\n');
}

function text(value: string): readonly string[] {
  return ['string()', 'min(1)', `default(${printText(value)})`];
}

function section(key: string, leaves: readonly Leaf[], indent = 2, always = false): string {
  const pad = ' '.repeat(indent + 4);
  const entries = leaves.map((leaf) => printLeaf(leaf, pad));
  return entries.length === 0 && !always ? '' : strictObject(key, entries.join(''), indent);
}

function wrap(key: string, sections: readonly string[]): string {
  return strictObject(key, sections.join(''), 2);
}

function strictObject(key: string, entries: string, indent: number): string {
  const pad = ' '.repeat(indent);
  if (entries === '') return `${pad}${key}: z.strictObject({}).prefault({}),\n`;
  return `${pad}${key}: z\n${pad}  .strictObject({\n${entries}${pad}  })\n${pad}  .prefault({}),\n`;
}

/** A chain of calls: on one line while it fits, else one call per line. */
function printLeaf({ key, calls, describe }: Leaf, pad: string): string {
  const chain = [...calls, `describe(${printText(describe)})`];
  const flat = `${pad}${key}: z.${chain.join('.')},`;
  if (flat.length <= 120) return `${flat}\n`;
  return `${pad}${key}: z\n${chain.map((call) => `${pad}  .${call}`).join('\n')},\n`;
}
