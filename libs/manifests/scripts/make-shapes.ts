/**
 * Writes `src/checks/shapes.json` from the types of kubernetes-models, so that manifests can be checked without them:
 * `node libs/manifests/scripts/make-shapes.ts`, after an update of that package.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import type { Shapes } from '../src/checks/shape.ts';

/** The kinds that a stack is made of, by module. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  v1: [
    'ConfigMap',
    'Endpoints',
    'LimitRange',
    'Namespace',
    'PersistentVolume',
    'PersistentVolumeClaim',
    'Pod',
    'ReplicationController',
    'ResourceQuota',
    'Secret',
    'Service',
    'ServiceAccount',
  ],
  'apps/v1': ['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'],
  'autoscaling/v2': ['HorizontalPodAutoscaler'],
  'batch/v1': ['CronJob', 'Job'],
  'coordination.k8s.io/v1': ['Lease'],
  'networking.k8s.io/v1': ['Ingress', 'IngressClass', 'NetworkPolicy'],
  'policy/v1': ['PodDisruptionBudget'],
  'rbac.authorization.k8s.io/v1': ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'],
  'scheduling.k8s.io/v1': ['PriorityClass'],
  'storage.k8s.io/v1': ['StorageClass'],
};

/** Types that JSON Schema and TypeScript cannot tell from plain ones. */
const SCALARS: Readonly<Record<string, string>> = {
  IQuantity: 'quantity',
  IIntOrString: 'intOrString',
  ITime: 'string',
  IMicroTime: 'string',
  IFieldsV1: 'any',
};

/**
 * Reads the fields of every type that the kinds reach.
 *
 * @throws Error where two types share a name, or a type is of a form that we don't know
 */
export function makeShapes(): Shapes {
  const lines = Object.entries(KINDS).flatMap(([module, kinds]) =>
    kinds.map((kind) => `export type { I${kind} } from 'kubernetes-models/${module}/${kind}';`),
  );
  const entry = fileURLToPath(new URL('kinds.virtual.ts', import.meta.url));
  const program = programOf(entry, lines.join('\n'));
  const walk = new ShapeWalk(program.getTypeChecker());
  const source = program.getSourceFile(entry);
  const module = source && program.getTypeChecker().getSymbolAtLocation(source);
  if (!module) throw new Error('kubernetes-models has no such types: is it installed?');
  const kinds = program
    .getTypeChecker()
    .getExportsOfModule(module)
    .map((symbol) => walk.kind(symbol));
  return { kinds: Object.fromEntries(kinds), types: Object.fromEntries([...walk.types].toSorted(byKey)) };
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

function programOf(entry: string, text: string): ts.Program {
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2024,
    strict: true,
    skipLibCheck: true,
    types: [],
    noEmit: true,
  };
  const host = ts.createCompilerHost(options);
  return ts.createProgram([entry], options, {
    ...host,
    fileExists: (file) => file === entry || host.fileExists(file),
    readFile: (file) => (file === entry ? text : host.readFile(file)),
    getSourceFile: (file, target, ...rest) =>
      file === entry ? ts.createSourceFile(file, text, target) : host.getSourceFile(file, target, ...rest),
  });
}

/** Collects types by name while it walks from the kinds to their leaves. */
class ShapeWalk {
  readonly types = new Map<string, Record<string, string>>();
  private readonly seen = new Map<string, ts.Type>();
  private readonly checker: ts.TypeChecker;

  constructor(checker: ts.TypeChecker) {
    this.checker = checker;
  }

  /** `['apps/v1 Deployment', 'Deployment']` */
  kind(symbol: ts.Symbol): readonly [string, string] {
    const type = this.checker.getDeclaredTypeOfSymbol(this.checker.getAliasedSymbol(symbol));
    const name = this.form(type);
    const fields = this.types.get(name);
    if (!fields) throw new Error(`${name} is no object`);
    const { 'apiVersion!': apiVersion = '', 'kind!': kind = '' } = fields;
    return [`${apiVersion} ${kind}`.replaceAll('=', ''), name];
  }

  private form(type: ts.Type): string {
    const alias = type.aliasSymbol?.name;
    if (alias && SCALARS[alias]) return SCALARS[alias];
    if (type.flags & ts.TypeFlags.String) return 'string';
    if (type.flags & ts.TypeFlags.Number) return 'integer';
    if (type.flags & (ts.TypeFlags.Boolean | ts.TypeFlags.BooleanLiteral)) return 'boolean';
    if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.NonPrimitive)) return 'any';
    if (type.isStringLiteral()) return `=${type.value}`;
    if (type.isUnion()) return this.union(type);
    if (this.checker.isArrayType(type)) return `[]${this.form(this.element(type))}`;
    const values = type.getStringIndexType();
    if (values) return `{}${this.form(values)}`;
    return this.object(type);
  }

  private union(type: ts.UnionType): string {
    const names = type.types.map((member) => this.form(member));
    if (names.every((name) => name.startsWith('=')))
      return `=${names
        .map((name) => name.slice(1))
        .toSorted()
        .join('|')}`;
    const set = [...new Set(names)].toSorted().join();
    if (set === 'boolean') return 'boolean';
    if (set === 'integer,string') return 'intOrString';
    throw new Error(`a union that we do not know: ${set}`);
  }

  private element(type: ts.Type): ts.Type {
    const [element] = this.checker.getTypeArguments(type as ts.TypeReference);
    if (!element) throw new Error('a list of nothing');
    return element;
  }

  private object(type: ts.Type): string {
    const name = (type.aliasSymbol ?? type.symbol).name.replace(/^I(?=[A-Z])/, '');
    const other = this.seen.get(name);
    if (other && other !== type) throw new Error(`two types are called ${name}`);
    if (other) return name;
    this.seen.set(name, type);
    const fields: Record<string, string> = {};
    this.types.set(name, fields);
    const isKind = type.getProperty('kind') && type.getProperty('apiVersion');
    for (const property of type.getProperties()) {
      // Written by controllers: a manifest that has one has been copied out of a cluster.
      if (isKind && property.name === 'status') continue;
      const optional = property.flags & ts.SymbolFlags.Optional;
      const field = this.checker.getNonNullableType(this.checker.getTypeOfSymbol(property));
      fields[`${property.name}${optional ? '' : '!'}`] = this.form(field);
    }
    return name;
  }
}

if (import.meta.main) {
  const file = new URL('../src/checks/shapes.json', import.meta.url);
  writeFileSync(file, `${JSON.stringify(makeShapes(), undefined, 2)}\n`);
}
