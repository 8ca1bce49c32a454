import { toYaml } from '@nx-kube/kube';
import { Each, Expr, Merge, Shared, When } from '../hole/expr.ts';
import { constantOf, goString, operandOf, pipelineOf, TOP, typeOf, type ExpressionScope } from './print-expression.ts';

/** One document as the text of a Helm template. */
export interface PrintedTemplate {
  readonly text: string;
  /** The maps that it includes, by their names. */
  readonly shared: ReadonlyMap<string, unknown>;
}

/** What is printed so far, and where the next part of it stands. */
interface Place extends ExpressionScope {
  readonly chart: string;
  readonly shared: Map<string, unknown>;
  readonly lines: string[];
  readonly indent: string;
  /** Scalars that were printed already: the same keys come up again and again. */
  readonly literals: Map<unknown, string>;
  /** How many loops there were so far: each has variables of its own. */
  readonly counter: { loops: number };
}

/**
 * Prints a tree with holes as a Helm template: what Helm makes of it is what `evaluate` gives for the same values.
 * Actions stand on lines of their own and take the line end before them away (`{{-`), so that no condition can leave an
 * empty line or move an indentation.
 *
 * @throws TypeError for a hole in a place that cannot hold one
 */
export function printTemplate(tree: unknown, { chart }: { chart: string }): PrintedTemplate {
  const lines: string[] = [];
  const place: Place = {
    ...TOP,
    chart,
    lines,
    indent: '',
    shared: new Map(),
    literals: new Map(),
    counter: { loops: 0 },
  };
  const document = settled(tree);
  if (document instanceof When) {
    lines.push(`{{- if ${pipelineOf(document.condition.node)} }}`);
    printDocument(document.body, place);
    lines.push('{{- end }}');
  } else printDocument(document, place);
  return { text: `${lines.join('\n')}\n`, shared: place.shared };
}

function printDocument(tree: unknown, place: Place): void {
  if (!isCollection(tree) || Array.isArray(tree) || tree instanceof Each)
    throw new TypeError('A document must be a map: its fields can be holes, it cannot.');
  if (printCollection(tree, place) !== '') throw new TypeError('A document must have fields.');
}

/** A condition that holds in every chart is none; what never holds is absent. */
function settled(tree: unknown): unknown {
  if (!(tree instanceof When)) return tree;
  const constant = constantOf(tree.condition.node);
  if (constant === undefined) return tree;
  return constant ? settled(tree.body) : undefined;
}

function isCollection(tree: unknown): tree is object {
  return typeof tree === 'object' && tree !== null && !(tree instanceof Expr) && !(tree instanceof When);
}

/** Prints the lines of a map or list; returns what belongs on the line before them, ` {}` or ` []` where it has none. */
function printCollection(tree: object, place: Place): string {
  if (tree instanceof Shared) return printInclude(tree, place);
  if (tree instanceof Merge) return printMerge(tree, place);
  if (tree instanceof Each) return printLoop(tree, place);
  return Array.isArray(tree) ? printList(tree, place) : printMap(tree, place);
}

function printMap(tree: object, place: Place): string {
  const entries = entriesOf(tree);
  const values = entries.map(([, value]) => value);
  return printGuarded(values, '{}', place, () => {
    for (const [key, value] of entries) printEntry(literal(key, place), value, place);
  });
}

function printList(tree: readonly unknown[], place: Place): string {
  const items = tree.map(settled).filter((item) => item !== undefined);
  return printGuarded(items, '[]', place, () => {
    for (const item of items) printItem(item, place);
  });
}

function entriesOf(tree: object): readonly (readonly [string, unknown])[] {
  const entries: [string, unknown][] = [];
  for (const [key, value] of Object.entries(tree)) {
    const kept = settled(value);
    if (kept !== undefined) entries.push([key, kept]);
  }
  return entries;
}

/** Where every part may be absent, the whole must say that it is empty: `key:` alone is null. */
function printGuarded(parts: readonly unknown[], empty: '{}' | '[]', place: Place, print: () => void): string {
  if (parts.length === 0) return ` ${empty}`;
  const { lines, indent } = place;
  const conditions = guardOf(parts, place);
  if (!conditions) {
    print();
    return '';
  }
  // One part alone brings an `if` or a `range` along, which can carry the `else`.
  if (parts.length > 1) lines.push(`${indent}{{- if or ${conditions.join(' ')} }}`);
  print();
  if (parts.length === 1) lines.pop();
  lines.push(`${indent}{{- else }} ${empty}`, `${indent}{{- end }}`);
  return '';
}

/** The conditions of the parts; undefined where one of them is always there. A loop within a list may give no item. */
function guardOf(parts: readonly unknown[], place: Place): readonly string[] | undefined {
  const conditions: string[] = [];
  for (const part of parts) {
    if (part instanceof When) conditions.push(operandOf(part.condition.node, place));
    else if (part instanceof Each && part.kind === 'items') conditions.push(operandOf(part.over.node, place));
    else return undefined;
  }
  return conditions;
}

function printEntry(key: string, value: unknown, place: Place): void {
  const { lines, indent } = place;
  if (value instanceof When) {
    lines.push(`${indent}{{- if ${pipelineOf(value.condition.node, place)} }}`);
    printEntry(key, value.body, place);
    lines.push(`${indent}{{- end }}`);
  } else if (isBlock(value)) {
    const at = lines.push(`${indent}${key}:`) - 1;
    lines[at] += printBlock(value, deeper(place));
  } else lines.push(`${indent}${key}: ${leaf(value, place)}`);
}

function printItem(item: unknown, place: Place): void {
  const { lines, indent } = place;
  if (item instanceof When) {
    if (item.body instanceof Each && item.body.kind === 'items')
      throw new TypeError('eachItem belongs inside a list, not into a `when`: give it an empty list instead.');
    lines.push(`${indent}{{- if ${pipelineOf(item.condition.node, place)} }}`);
    printItem(item.body, place);
    lines.push(`${indent}{{- end }}`);
  } else if (item instanceof Each && item.kind === 'items') {
    const inner = openLoop(item, place);
    printItem(item.body, inner);
    lines.push(`${indent}{{- end }}`);
  } else if (isBlock(item)) printBlockItem(item, place);
  else lines.push(`${indent}- ${leaf(item, place)}`);
}

/** The first line of a block moves up behind the dash, unless it is an action: a dash must not go with a condition. */
function printBlockItem(item: object, place: Place): void {
  const { lines, indent } = place;
  const at = lines.push(`${indent}-`) - 1;
  lines[at] += printBlock(item, deeper(place));
  const first = lines[at + 1];
  if (first === undefined || first.startsWith('{{-', indent.length + 2)) return;
  lines[at] = `${indent}- ${first.slice(indent.length + 2)}`;
  lines.splice(at + 1, 1);
}

/** Whether a value has lines of its own. */
function isBlock(value: unknown): value is object {
  return isCollection(value) || (value instanceof Expr && typeOf(value.node) === 'json');
}

function printBlock(value: object, place: Place): string {
  if (!(value instanceof Expr)) return printCollection(value, place);
  place.lines.push(`${place.indent}{{- toYaml ${operandOf(value.node, place)} | nindent ${place.indent.length} }}`);
  return '';
}

/** A map made by a loop. */
function printLoop(each: Each<unknown>, place: Place): string {
  if (each.kind === 'items') throw new TypeError('eachItem belongs inside a list; eachEntry makes a map.');
  const { lines, indent } = place;
  const inner = openLoop(each, place);
  printEntry(`{{ $k${inner.loops.get(each.loop)} | quote }}`, each.body, inner);
  lines.push(`${indent}{{- else }} {}`, `${indent}{{- end }}`);
  return '';
}

function openLoop({ over, loop }: Each<unknown>, place: Place): Place {
  const number = place.counter.loops++;
  place.lines.push(`${place.indent}{{- range $k${number}, $v${number} := ${pipelineOf(over.node, place)} }}`);
  return { ...place, root: '$', loops: new Map(place.loops).set(loop, number) };
}

function printMerge({ own, extra, taken }: Merge<unknown>, place: Place): string {
  const { lines, indent } = place;
  for (const [key, value] of entriesOf(own as object)) printEntry(literal(key, place), value, place);
  if (extra instanceof Shared) return printInclude(extra, place);
  const number = place.counter.loops++;
  const [key, value] = [`$k${number}`, `$v${number}`];
  lines.push(
    `${indent}{{- range ${key}, ${value} := ${pipelineOf(extra.node, place)} }}`,
    `${indent}{{- if not (has ${key} (list ${[...taken].map(goString).join(' ')})) }}`,
    `${indent}{{ ${key} | quote }}: {{ ${value} | quote }}`,
    `${indent}{{- end }}`,
    `${indent}{{- end }}`,
  );
  return '';
}

function printInclude({ name, body }: Shared<unknown>, { chart, shared, lines, indent }: Place): string {
  shared.set(name, body);
  lines.push(`${indent}{{- include ${goString(`${chart}.${name}`)} $ | nindent ${indent.length} }}`);
  return '';
}

/** Go's `%q`, by which `quote` prints, is good YAML for every text; a bare number may be printed as a float. */
function leaf(value: unknown, place: Place): string {
  if (!(value instanceof Expr)) return literal(value, place);
  const pipeline = pipelineOf(value.node, place);
  return typeOf(value.node) === 'string' ? `{{ ${pipeline} | quote }}` : `{{ ${pipeline} }}`;
}

/** A scalar as it is, where `{{` would start an action. */
function literal(value: unknown, { literals }: Place): string {
  const known = literals.get(value);
  if (known !== undefined) return known;
  const text = toYaml(value).slice(0, -1).replaceAll('{{', '{{ "{{" }}');
  literals.set(value, text);
  return text;
}

function deeper(place: Place): Place {
  return { ...place, indent: `${place.indent}  ` };
}
