import type { KubeObject } from '@nx-kube/kube';
import { checkImportable } from '@nx-kube/manifests/import';
import { isMap, isScalar, isSeq, LineCounter, parseAllDocuments, visit, type Document, type Node } from 'yaml';
import { kubernetesTags } from './kubernetes-yaml.ts';

/** One thing wrong with a file. */
export interface ManifestIssue {
  /** `k8s/web.yaml:12` */
  readonly at: string;
  readonly rule: string;
  readonly fix: string;
}

/** An object, and where it was read. */
interface Found {
  readonly object: KubeObject;
  readonly at: string;
}

/**
 * Reads manifests as Kubernetes does, with all faults at once. Lists become their items, empty documents and comments
 * are dropped.
 *
 * @param files path → text
 */
export function readManifests(files: Readonly<Record<string, string>>): {
  readonly objects: readonly KubeObject[];
  readonly issues: readonly ManifestIssue[];
} {
  const issues: ManifestIssue[] = [];
  const found = Object.entries(files).flatMap(([path, text]) => readFile(path, text, issues));
  const seen = new Map<string, string>();
  for (const { object, at } of found) {
    const { apiVersion, kind, metadata } = object;
    const group = apiVersion.includes('/') ? apiVersion.replace(/\/.*/, '') : '';
    const identity = JSON.stringify([group, kind, metadata.namespace ?? '', metadata.name]);
    const first = seen.get(identity);
    if (first !== undefined) {
      issues.push({
        at,
        rule: `${kind} ${metadata.name} is there twice, first at ${first}`,
        fix: 'take one of them out',
      });
    }
    seen.set(identity, first ?? at);
  }
  return { objects: found.map(({ object }) => object), issues };
}

function readFile(path: string, text: string, issues: ManifestIssue[]): readonly Found[] {
  const lines = new LineCounter();
  const place = (offset: number): string => `${path}:${lines.linePos(offset).line}`;
  const options = { customTags: kubernetesTags, lineCounter: lines, merge: true, prettyErrors: false } as const;
  const documents = parseAllDocuments(text, { ...options, schema: 'failsafe' });
  if (!Array.isArray(documents)) return [];
  const template = /\{\{/.test(text) ? 'if this is a template: import what `helm template` prints' : undefined;
  return documents.flatMap((document) => {
    const before = issues.length;
    for (const { message, pos } of [...document.errors, ...document.warnings]) {
      issues.push({ at: place(pos[0]), rule: withoutText(message), fix: template ?? 'correct the YAML' });
    }
    if (issues.length > before) return [];
    visitScalars(document, (offset, rule, fix) => issues.push({ at: place(offset), rule, fix: template ?? fix }));
    return issues.length > before ? [] : readDocument(document, place, issues);
  });
}

/** Reports what YAML allows and no Kubernetes object can hold. */
function visitScalars(document: Document, report: (offset: number, rule: string, fix: string) => void): void {
  visit(document, {
    Scalar(key, { value, range, source = '' }) {
      const offset = range?.[0] ?? 0;
      if (key === 'key' && value === null) report(offset, 'a key must not be null', 'write the key in quotes');
      if (key === 'key' && typeof value === 'number' && (!Number.isSafeInteger(value) || Object.is(value, -0)))
        report(offset, 'the key is a number', 'write the key in quotes');
      if (typeof value === 'string' && !value.isWellFormed())
        report(offset, 'the text holds half of a surrogate pair', 'write the whole character');
      if (typeof value !== 'number') return;
      if (!Number.isFinite(value)) report(offset, 'the number is none in JSON', 'write it in quotes');
      else if (Number.isInteger(value) && !Number.isSafeInteger(value) && !/[.eE]/.test(source))
        report(offset, 'the number is too large to be kept exactly', 'write it in quotes if it is a text');
    },
    Map(_, { items }) {
      const keys = new Set<string>();
      for (const { key } of items) {
        const offset = (key as Node).range?.[0] ?? 0;
        if (!isScalar(key)) {
          report(offset, 'a key must be a text', 'write the key in quotes');
          continue;
        }
        const name = String(key.value);
        if (keys.has(name)) report(offset, `the key ${JSON.stringify(name)} is there twice`, 'take one of them out');
        keys.add(name);
      }
    },
  });
}

function readDocument(
  document: Document,
  place: (offset: number) => string,
  issues: ManifestIssue[],
): readonly Found[] {
  const { contents } = document;
  let data: unknown;
  try {
    data = document.toJS({ maxAliasCount: 1000 });
  } catch (error) {
    issues.push({
      at: place(contents?.range?.[0] ?? 0),
      rule: withoutText((error as Error).message),
      fix: 'write out the aliases',
    });
    return [];
  }
  return data === null ? [] : collect(data, contents, place, issues);
}

/** The object itself, or the items of a list of objects. */
function collect(
  data: unknown,
  node: unknown,
  place: (offset: number) => string,
  issues: ManifestIssue[],
): readonly Found[] {
  const list = data as { kind?: unknown; items?: unknown };
  if (typeof list === 'object' && list !== null && String(list.kind).endsWith('List') && Array.isArray(list.items)) {
    const items = isMap(node) ? node.get('items', true) : undefined;
    return list.items.flatMap((item, index) => collect(item, isSeq(items) ? items.items[index] : node, place, issues));
  }
  const faults = checkImportable(data);
  for (const { path, rule, fix } of faults) {
    const value = isMap(node) ? (node.getIn(path, true) as Node | undefined) : undefined;
    const at = place((value ?? (node as Node | null))?.range?.[0] ?? 0);
    issues.push({
      at,
      rule: path.length > 0 && !rule.startsWith('is missing') ? `${path.join('.')} ${rule}` : rule,
      fix,
    });
  }
  if (faults.length > 0) return [];
  return [{ object: data as KubeObject, at: place((node as Node | null)?.range?.[0] ?? 0) }];
}

/** What stands behind the colon repeats the text, and that may be a secret. */
function withoutText(message: string): string {
  return message.replace(/:.*$/s, '');
}
