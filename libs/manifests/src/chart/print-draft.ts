import { toYaml } from '@nx-kube/kube';
import { Each, Expr, Merge, Shared, When, type Node, type ValueType } from '../hole/expr.ts';

/** One document as the text of a Helm template. */
export interface PrintedTemplate {
  readonly text: string;
  /** Maps that it includes by name. */
  readonly shared: ReadonlyMap<string, unknown>;
}

interface Context {
  readonly chart: string;
  readonly shared: Map<string, unknown>;
  readonly loops: Map<symbol, number>;
  readonly out: string[];
}

export function printTemplate(tree: unknown, { chart }: { chart: string }): PrintedTemplate {
  const context: Context = { chart, shared: new Map(), loops: new Map(), out: [] };
  if (tree instanceof When) {
    context.out.push(`{{- if ${cond(tree.condition.node, '', context)} }}`);
    collection(tree.body, '', '', context);
    context.out.push('{{- end }}');
  } else collection(tree, '', '', context);
  return { text: `${context.out.join('\n')}\n`, shared: context.shared };
}

export function pipelineOf(node: Node): string {
  const context: Context = { chart: '', shared: new Map(), loops: new Map(), out: [] };
  return typeOf(node) === 'integer' ? `int64 ${operand(node, '', context)}` : bare(operand(node, '', context));
}

const IDENT = /^[A-Za-z_][A-Za-z0-9_]*$/;
const goString = (s: string): string =>
  JSON.stringify(s).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
const lit = (value: unknown): string => toYaml(value).trimEnd().replaceAll('{{', '{{ "{{" }}');

function typeOf(node: Node): ValueType {
  switch (node.op) {
    case 'value':
    case 'item':
      return node.shape.type;
    case 'release':
    case 'concat':
    case 'b64':
    case 'sha256':
      return 'string';
    case 'required':
      return typeOf(node.of);
    case 'choose':
      return typeOf(node.yes);
    default:
      return 'boolean';
  }
}

function dig(start: string, path: readonly string[]): string {
  if (path.length === 0) return start;
  return path.every((key) => IDENT.test(key))
    ? `${start}.${path.join('.')}`
    : `(index ${start} ${path.map(goString).join(' ')})`;
}

function operand(n: Node, root: string, c: Context): string {
  const of = (node: Node): string => operand(node, root, c);
  switch (n.op) {
    case 'value':
      return dig(`${root}.Values`, n.path);
    case 'release':
      return `${root}.Release.${n.field}`;
    case 'item':
      return dig(`$${n.part === 'key' ? 'k' : 'v'}${loopId(n.loop, c)}`, n.path);
    case 'chart':
      return 'true';
    case 'concat': {
      if (n.parts.every((p) => typeof p === 'string')) return goString(n.parts.join(''));
      const holes = n.parts.filter((p) => typeof p !== 'string');
      const format = n.parts
        .map((p) => (typeof p === 'string' ? p.replaceAll('%', '%%') : typeOf(p) === 'integer' ? '%d' : '%s'))
        .join('');
      return `(printf ${[goString(format), ...holes.map((p) => (typeOf(p) === 'integer' ? `(int64 ${of(p)})` : of(p)))].join(' ')})`;
    }
    case 'choose':
      return `(ternary ${of(n.yes)} ${of(n.no)} ${of(n.condition)})`;
    case 'b64':
      return `(b64enc ${of(n.of)})`;
    case 'sha256':
      return typeOf(n.of) === 'json' ? `(sha256sum (toJson ${of(n.of)}))` : `(sha256sum ${of(n.of)})`;
    case 'required':
      return `(required ${goString(n.message)} ${of(n.of)})`;
    case 'eq':
      return `(eq ${typeOf(n.of) === 'integer' ? `(int64 ${of(n.of)})` : of(n.of)} ${typeof n.to === 'string' ? goString(n.to) : n.to})`;
    case 'nonEmpty':
      return `(not (empty ${of(n.of)}))`;
    case 'not':
      return `(not ${of(n.of)})`;
    case 'and':
    case 'or':
      return `(${n.op} ${n.of.map(of).join(' ')})`;
    default:
      return n satisfies never;
  }
}

function loopId(loop: symbol, c: Context): number {
  const known = c.loops.get(loop);
  if (known !== undefined) return known;
  c.loops.set(loop, c.loops.size);
  return c.loops.size - 1;
}

const bare = (s: string): string => (s.startsWith('(') && s.endsWith(')') ? s.slice(1, -1) : s);
const cond = (n: Node, root: string, c: Context): string => bare(operand(n, root, c));

function hole(n: Node, root: string, c: Context): string {
  const o = operand(n, root, c);
  const t = typeOf(n);
  return t === 'string' ? `{{ ${bare(o)} | quote }}` : t === 'integer' ? `{{ int64 ${o} }}` : `{{ ${bare(o)} }}`;
}

const isColl = (t: unknown): boolean =>
  typeof t === 'object' && t !== null && !(t instanceof Expr) && !(t instanceof When);
const isBlock = (t: unknown): t is Expr<unknown> => t instanceof Expr && typeOf(t.node) === 'json';
const blockOf = (n: Node, ind: string, root: string, c: Context): string =>
  `{{- toYaml ${operand(n, root, c)} | nindent ${ind.length} }}`;
const leaf = (t: unknown, root: string, c: Context): string => (t instanceof Expr ? hole(t.node, root, c) : lit(t));

function guard(t: unknown, root: string, c: Context): string | undefined {
  if (t instanceof Each) return bare(operand(t.over.node, root, c));
  const entries = Object.values(t as object).filter((x) => x !== undefined);
  const gs = entries.map((x) =>
    x instanceof When
      ? operand(x.condition.node, root, c)
      : x instanceof Each && x.kind === 'items'
        ? operand(x.over.node, root, c)
        : undefined,
  );
  if (gs.some((g) => g === undefined)) return undefined;
  return gs.length === 0 ? '' : gs.length === 1 ? bare(gs[0] ?? '') : `or ${gs.join(' ')}`;
}

function include(shared: Shared<unknown>, ind: string, c: Context): string {
  c.shared.set(shared.name, shared.body);
  return `${ind}{{- include ${goString(`${c.chart}.${shared.name}`)} $ | nindent ${ind.length} }}`;
}

function mergeInto(t: Merge<unknown>, ind: string, root: string, c: Context): void {
  for (const [key, x] of Object.entries(t.own as object)) if (x !== undefined) entry(lit(key), x, ind, root, c);
  if (t.extra instanceof Shared) return void c.out.push(include(t.extra, ind, c));
  const id = loopId(Symbol('merge'), c);
  c.out.push(`${ind}{{- range $k${id}, $v${id} := ${bare(operand(t.extra.node, root, c))} }}`);
  c.out.push(`${ind}{{- if not (has $k${id} (list ${[...t.taken].map(goString).join(' ')})) }}`);
  c.out.push(`${ind}{{ $k${id} | quote }}: {{ $v${id} | quote }}`, `${ind}{{- end }}`, `${ind}{{- end }}`);
}

function collection(t: unknown, ind: string, root: string, c: Context): void {
  const { out } = c;
  if (t instanceof Shared) return void out.push(include(t, ind, c));
  if (t instanceof Merge) return mergeInto(t, ind, root, c);
  const empty = Array.isArray(t) ? '[]' : '{}';
  const entries: unknown[] = t instanceof Each ? [t] : Object.values(t as object).filter((x) => x !== undefined);
  const g = guard(t, root, c);
  if (g === '') return void (out[out.length - 1] += ` ${empty}`);
  const sole = g !== undefined && entries.length === 1;
  if (g !== undefined && !sole) out.push(`${ind}{{- if ${g} }}`);
  if (t instanceof Each) {
    out.push(range(t, ind, root, c));
    entry(`{{ $k${loopId(t.loop, c)} | quote }}`, t.body, ind, '$', c);
    out.push(`${ind}{{- end }}`);
  } else if (Array.isArray(t)) for (const x of t) item(x, ind, root, c);
  else for (const [k, x] of Object.entries(t as object)) if (x !== undefined) entry(lit(k), x, ind, root, c);
  if (g !== undefined) {
    if (sole) out.pop();
    out.push(`${ind}{{- else }} ${empty}`, `${ind}{{- end }}`);
  }
}

const range = (t: Each<unknown>, ind: string, root: string, c: Context): string =>
  `${ind}{{- range $k${loopId(t.loop, c)}, $v${loopId(t.loop, c)} := ${bare(operand(t.over.node, root, c))} }}`;

function entry(key: string, x: unknown, ind: string, root: string, c: Context): void {
  const { out } = c;
  if (x instanceof When) {
    out.push(`${ind}{{- if ${cond(x.condition.node, root, c)} }}`);
    entry(key, x.body, ind, root, c);
    out.push(`${ind}{{- end }}`);
  } else if (isColl(x)) {
    out.push(`${ind}${key}:`);
    collection(x, `${ind}  `, root, c);
  } else if (isBlock(x)) out.push(`${ind}${key}:`, `${ind}  ${blockOf(x.node, `${ind}  `, root, c)}`);
  else out.push(`${ind}${key}: ${leaf(x, root, c)}`);
}

function item(x: unknown, ind: string, root: string, c: Context): void {
  const { out } = c;
  if (x instanceof When) {
    out.push(`${ind}{{- if ${cond(x.condition.node, root, c)} }}`);
    item(x.body, ind, root, c);
    out.push(`${ind}{{- end }}`);
  } else if (x instanceof Each && x.kind === 'items') {
    out.push(range(x, ind, root, c));
    item(x.body, ind, '$', c);
    out.push(`${ind}{{- end }}`);
  } else if (isColl(x)) {
    const sub: string[] = [''];
    collection(x, `${ind}  `, root, { ...c, out: sub });
    if (sub.length > 1 && sub[0] === '' && !sub[1]?.trimStart().startsWith('{{-')) {
      sub.shift();
      out.push(`${ind}- ${sub[0]?.slice(ind.length + 2)}`, ...sub.slice(1));
    } else out.push(`${ind}-${sub[0]}`, ...sub.slice(1));
  } else if (isBlock(x)) out.push(`${ind}-`, `${ind}  ${blockOf(x.node, `${ind}  `, root, c)}`);
  else out.push(`${ind}- ${leaf(x, root, c)}`);
}
