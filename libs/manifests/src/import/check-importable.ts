import { isMap, type DataMap } from './data-map.ts';

/** What keeps an object from being imported. The value is never part of it: it may be a secret. */
export interface ImportIssue {
  /** Keys from the object's root on: `['metadata', 'name']`. */
  readonly path: readonly string[];
  /** `must be a text`. */
  readonly rule: string;
  readonly fix: string;
}

/** Whether data is an object that can be imported: what has to be text is text, and the data of Secrets can be read. */
export function checkImportable(data: unknown): readonly ImportIssue[] {
  if (!isMap(data)) {
    return [{ path: [], rule: 'must be a Kubernetes object', fix: 'write a map with apiVersion, kind and metadata' }];
  }
  const needed = [['apiVersion'], ['kind'], ['metadata', 'name']] as const;
  const issues = needed.flatMap((path) => textIssues(data, path, true));
  if (data['kind'] === 'Kustomization' && String(data['apiVersion']).startsWith('kustomize.config.k8s.io/')) {
    const fix = 'import what `kubectl kustomize` prints for its folder';
    return [{ path: ['kind'], rule: 'must be an object of a cluster, and this is a file for Kustomize', fix }];
  }
  const more = textIssues(data, ['metadata', 'namespace'], false);
  return [...issues, ...more, ...(data['kind'] === 'Secret' && data['apiVersion'] === 'v1' ? secretIssues(data) : [])];
}

function textIssues(data: DataMap, path: readonly string[], needed: boolean): readonly ImportIssue[] {
  const value = path.reduce<unknown>((at, key) => (isMap(at) ? at[key] : undefined), data);
  if (value === undefined && !needed) return [];
  if (typeof value === 'string' && value !== '') return [];
  const generated = isMap(data['metadata']) && data['metadata']['generateName'] !== undefined;
  if (value !== undefined) return [{ path, rule: 'must be a text', fix: 'write it in quotes' }];
  const fix = generated ? 'give it a fixed name: applying it twice would make two objects' : 'add it';
  return [{ path, rule: `is missing: every object has ${path.join('.')}`, fix }];
}

function secretIssues(secret: DataMap): readonly ImportIssue[] {
  return ['data', 'stringData'].flatMap((field) => {
    const entries = secret[field];
    if (entries === undefined || entries === null) return [];
    if (!isMap(entries)) return [{ path: [field], rule: 'must be a map', fix: 'write one entry per key' }];
    return Object.entries(entries).flatMap(([key, value]) => {
      const path = [field, key];
      if (typeof value !== 'string') return [{ path, rule: 'must be a text', fix: 'write it in quotes' }];
      if (field === 'stringData' || isBase64(value)) return [];
      return [{ path, rule: 'must be base64', fix: 'encode it, or move it to stringData as it is' }];
    });
  });
}

function isBase64(text: string): boolean {
  const bare = text.replace(/[\r\n]/g, '');
  return Buffer.from(bare, 'base64').toString('base64') === bare;
}
