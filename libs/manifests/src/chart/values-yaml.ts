import { toYaml } from '@nx-kube/kube';
import type { Refusal, Stack } from '../stack/stack.ts';
import { isMap } from '../values/merge.ts';
import { leavesOf, sectionsOf, valueAt, type Leaf } from './leaves.ts';

/** Longest line of a comment. */
const WIDTH = 110;

/** `values.yaml`: every value in the schema's order, below a comment that says what it is for. */
export function valuesYaml(stack: Stack, values: unknown): string {
  const { name, schema, chart } = stack;
  const leaves = byPath(schemaLeaves(stack));
  const sections = sectionsOf(schema);
  const about = (path: string): readonly string[] => {
    const leaf = leaves.get(path);
    return comment(leaf ? manual(leaf) : (sections.get(path) ?? ''));
  };
  const head = comment(
    `Values of the chart ${name} ${chart.version}. values.schema.json checks them before anything is rendered.`,
  );
  return [...head, ...section(values, [], { leaves, about }), ''].join('\n');
}

/** `values-dev.yaml`: what an environment has otherwise. A value that other environments refuse is marked. */
export function overlayYaml(stack: Stack, environment: string): string {
  const { name, environments, refuse } = stack;
  const overlay = environments[environment];
  const about = (path: string): readonly string[] =>
    refuse.filter((rule) => rule.path.join('.') === path && valueAt(overlay, rule.path) === rule.value).flatMap(marked);
  const head = comment(
    `What environment ${environment} has otherwise than values.yaml: helm install ${name} . -f values-${environment}.yaml`,
  );
  const lines = section(overlay, [], { leaves: byPath(schemaLeaves(stack)), about });
  return [...head, ...(lines.length > 0 ? lines : ['{}']), ''].join('\n');
}

/** What a value is for, and what it can be. */
export function manual({ describe = '', oneOf }: Leaf): string {
  return oneOf ? `${describe} One of: ${oneOf.join(', ')}.` : describe;
}

function marked({ when, because }: Refusal): readonly string[] {
  return comment(`Refused where ${when.path.join('.')} is ${when.is}: ${because}.`);
}

function schemaLeaves({ schema }: Stack): readonly Leaf[] {
  return leavesOf(schema);
}

function byPath(leaves: readonly Leaf[]): ReadonlyMap<string, Leaf> {
  return new Map(leaves.map((leaf) => [leaf.path.join('.'), leaf]));
}

interface Layout {
  readonly leaves: ReadonlyMap<string, Leaf>;
  /** Comment lines above the key at a path. */
  readonly about: (path: string) => readonly string[];
}

/** The lines of a map of values, with an empty line above each key of the first level. */
function section(values: unknown, path: readonly string[], layout: Layout): readonly string[] {
  return Object.entries(values ?? {}).flatMap(([key, value]) => {
    const at = [...path, key];
    const name = at.join('.');
    const above = [...(path.length === 0 ? [''] : []), ...layout.about(name)];
    if (!isMap(value) || Object.keys(value).length === 0 || layout.leaves.has(name))
      return [...above, ...block({ [key]: value })];
    const [title = ''] = block({ [key]: null });
    const inner = section(value, at, layout).map((line) => `  ${line}`);
    return [...above, title.replace(/ null$/, ''), ...inner];
  });
}

function block(map: Readonly<Record<string, unknown>>): readonly string[] {
  return toYaml(map).trimEnd().split('\n');
}

/** A text as lines of a comment. */
function comment(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter((word) => word !== '')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 1 > WIDTH) lines.push(`# ${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
