/**
 * Writes `src/checks/versions.json` from Kubernetes' own Go modules: which fields are newer than the oldest Kubernetes
 * that we know, and when API versions came and went. `node libs/manifests/scripts/make-versions.ts`, with `go` on the
 * PATH, after an update of kubernetes-models.
 */
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import shapes from '../src/checks/shapes.json' with { type: 'json' };
import type { ApiLifecycle, Versions } from '../src/checks/versions.ts';

/** Minor versions: the oldest that a stack can promise, and the one that the types of kubernetes-models are of. */
const OLDEST = 28;
const NEWEST = 36;

/** Type → field → the types that it leads to. */
type Types = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

function makeVersions(): Versions {
  const minors = Array.from({ length: NEWEST - OLDEST + 1 }, (_, index) => OLDEST + index);
  const schemas = minors.map((minor) => ({ minor, types: readTypes(download('k8s.io/client-go', minor)) }));
  const folders = minors.map((minor) => download('k8s.io/api', minor));
  const apiVersions = Object.assign({}, ...folders.map(readApiVersions)) as Readonly<Record<string, string>>;
  const lifecycles = folders.flatMap((folder) => readLifecycles(folder, apiVersions));
  return {
    oldest: OLDEST,
    newest: NEWEST,
    fields: newFields(schemas),
    apis: Object.fromEntries(lifecycles.toSorted(byKey)),
    kinds: knownKinds(schemas, apiVersions),
  };
}

/** All kinds of all the schemas, by API version; a kind is a type that has `kind` as a field. */
function knownKinds(
  schemas: readonly { types: Types }[],
  apiVersions: Readonly<Record<string, string>>,
): Versions['kinds'] {
  const known = schemas
    .flatMap(({ types }) => [...types])
    .filter(([, fields]) => fields.has('kind') && fields.has('metadata'))
    .flatMap(([type]) => {
      const [, folder = '', kind = ''] = /^io\.k8s\.api\.(\w+\.\w+)\.(\w+)$/.exec(type) ?? [];
      const apiVersion = apiVersions[folder.replace('.', '/')];
      return apiVersion === undefined ? [] : [{ apiVersion, kind }];
    });
  const groups = Object.groupBy(known, ({ apiVersion }) => apiVersion);
  const entries = Object.entries(groups).map(
    ([apiVersion, kinds = []]) => [apiVersion, [...new Set(kinds.map(({ kind }) => kind))].toSorted()] as const,
  );
  return Object.fromEntries(entries.toSorted(byKey));
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

/** Folder of a module in the cache of Go. */
function download(module: string, minor: number): string {
  const text = execFileSync('go', ['mod', 'download', '-json', `${module}@v0.${minor}.0`], { encoding: 'utf8' });
  return (JSON.parse(text) as { Dir: string }).Dir;
}

/** Reads the schema of server-side apply, which has every field of every type. */
function readTypes(folder: string): Types {
  const text = readFileSync(join(folder, 'applyconfigurations/internal/internal.go'), 'utf8');
  const types = new Map<string, Map<string, string[]>>();
  let fields = new Map<string, string[]>();
  let targets: string[] = [];
  for (const line of text.split('\n')) {
    const [, type] = /^- name: (\S+)$/.exec(line) ?? [];
    const [, field] = /^ {4}- name: (\S+)$/.exec(line) ?? [];
    const [, target] = /^ +namedType: (\S+)$/.exec(line) ?? [];
    if (type) types.set(type, (fields = new Map()));
    if (field) fields.set(field, (targets = []));
    if (target) targets.push(target);
  }
  return types;
}

/** The fields that the oldest schema lacks, by the names that `shapes.json` gives their types. */
function newFields(schemas: readonly { minor: number; types: Types }[]): Versions['fields'] {
  const oldest = schemas[0]?.types ?? new Map();
  const newest = schemas.at(-1)?.types ?? new Map();
  const found = reachable(newest).flatMap((type) => {
    // Fields of a type that is new need no entry: the field that leads to it has one.
    if (!oldest.has(type)) return [];
    const fields = [...(newest.get(type)?.keys() ?? [])].flatMap((field) => {
      const since = schemas.find(({ types }) => types.get(type)?.has(field))?.minor ?? OLDEST;
      return since > OLDEST && field !== 'status' ? [[field, since] as const] : [];
    });
    return fields.length > 0 ? [[shortName(type), Object.fromEntries(fields)] as const] : [];
  });
  return Object.fromEntries(found.toSorted(byKey));
}

/** Every type that the kinds of `shapes.json` lead to. */
function reachable(types: Types): readonly string[] {
  const kinds = Object.keys(shapes.kinds)
    .map(typeName)
    .filter((type) => types.has(type));
  const seen = new Set<string>();
  const visit = (type: string): void => {
    if (seen.has(type)) return;
    seen.add(type);
    for (const [field, targets] of types.get(type) ?? []) if (field !== 'status') targets.forEach(visit);
  };
  kinds.forEach(visit);
  const names = [...seen].map(shortName);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw new Error(`two types are called ${twice}`);
  return [...seen];
}

/** `apps/v1 Deployment` → `io.k8s.api.apps.v1.Deployment` */
function typeName(key: string): string {
  const [apiVersion = '', kind = ''] = key.split(' ');
  const [version = '', group = 'core'] = apiVersion.split('/').toReversed();
  return `io.k8s.api.${group.replace(/\..*/, '')}.${version}.${kind}`;
}

function shortName(type: string): string {
  return type.slice(type.lastIndexOf('.') + 1);
}

/** Reads the life of each API version of a module: `['extensions/v1beta1 Ingress', { … }]`. */
function readLifecycles(
  folder: string,
  apiVersions: Readonly<Record<string, string>>,
): readonly (readonly [string, ApiLifecycle])[] {
  return globSync('*/*/zz_generated.prerelease-lifecycle.go', { cwd: folder }).flatMap((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    const apiVersion = apiVersions[dirname(file)];
    const kinds = new Map<string, Record<string, number | string>>();
    const functions = /func \(in \*(\w+)\) APILifecycle(\w+)\(\)[^{]*\{\n\treturn (.*)\n/g;
    for (const [, kind = '', what = '', result = ''] of text.matchAll(functions)) {
      const life = kinds.get(kind) ?? {};
      kinds.set(kind, {
        ...life,
        [what.toLowerCase()]: what === 'Replacement' ? replacement(result) : minorOf(result),
      });
    }
    return [...kinds]
      .filter(([kind]) => !kind.endsWith('List'))
      .map(([kind, life]) => [`${apiVersion} ${kind}`, life as unknown as ApiLifecycle] as const)
      .filter(([, { introduced, deprecated }]) => introduced > OLDEST || deprecated !== undefined);
  });
}

/** `{ 'rbac/v1': 'rbac.authorization.k8s.io/v1' }`, by the folders of the module. */
function readApiVersions(folder: string): Readonly<Record<string, string>> {
  const entries = globSync('*/*/register.go', { cwd: folder }).map((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    const [, group = ''] = /GroupName = "([^"]*)"/.exec(text) ?? [];
    const [, version = ''] = /Version: +"([^"]*)"/.exec(text) ?? [];
    return [dirname(file), group === '' ? version : `${group}/${version}`];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}

/** `1, 26` → 26 */
function minorOf(result: string): number {
  return Number(result.split(', ')[1]);
}

/** `schema.GroupVersionKind{Group: "apps", Version: "v1", Kind: "Deployment"}` → `apps/v1` */
function replacement(result: string): string {
  const [, group = '', version = ''] = /Group: "([^"]*)", Version: "([^"]*)"/.exec(result) ?? [];
  return group === '' ? version : `${group}/${version}`;
}

const file = new URL('../src/checks/versions.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(makeVersions(), undefined, 2)}\n`);
