import type { KubeObject } from '@nx-kube/kube';
import { checkShape } from '../checks/check-shape.ts';
import { kinds } from '../checks/object-type.ts';
import type { Group } from './group.ts';
import { camelCase, variableGiver } from './names.ts';
import { placeHoles } from './place-holes.ts';
import { isNamespace, type Plan } from './plan.ts';
import { Code, printValue } from './print-value.ts';

/** Newer than any version that fields came with: all of them are known. */
const NEWEST = Number.MAX_SAFE_INTEGER;

/** A component's module. */
interface PrintedGroup {
  readonly text: string;
  /** Whether its function takes the holes of the values. */
  readonly usesValues: boolean;
}

/** Prints the module of one component: a function from the holes of the values to its objects. */
export function printGroup({ name, objects }: Group, plan: Plan): PrintedGroup {
  const nameOf = variableGiver([name]);
  const variables = objects.map((object) => ({ object, variable: nameOf(variableName(object, objects)) }));
  const body = variables.map(({ object, variable }) => printObject(object, variable, plan)).join('');
  const listed = variables.map(({ object, variable }) =>
    isNamespace(object, plan.namespace) ? `when(v.namespace.create, ${variable})` : variable,
  );
  const items = listed.map((item) => new Code(item));
  const code = `${body}  return ${printValue(items, 2, '  return '.length)};\n`;
  const usesValues = /\bv\./.test(code);
  const text = [
    ...imports(code, objects, usesValues),
    '',
    `/** The objects of ${name}. */`,
    `export function ${name}(${usesValues ? 'v: Holes<Values>' : ''}): readonly ObjectTree[] {`,
    `${code}}`,
    '',
  ].join('\n');
  return { text, usesValues };
}

/** Whether the object has a type of kubernetes-models, and fits it. */
export function isTyped(object: KubeObject): boolean {
  if (!kinds.has(`${object.apiVersion} ${object.kind}`)) return false;
  let fits = true;
  checkShape(object, NEWEST, () => {
    fits = false;
  });
  return fits;
}

function printObject(object: KubeObject, variable: string, plan: Plan): string {
  const type = isTyped(object) ? `: Fields<I${object.kind}>` : '';
  const start = `  const ${variable}${type} = `;
  return `${start}${printValue(placeHoles(object, plan), 2, start.length, true)};\n`;
}

function variableName(object: KubeObject, objects: readonly KubeObject[]): string {
  const alone = objects.filter(({ kind }) => kind === object.kind).length === 1;
  return camelCase(alone ? object.kind : `${object.metadata.name}-${object.kind}`);
}

function imports(code: string, objects: readonly KubeObject[], usesValues: boolean): readonly string[] {
  const typed = objects.filter(isTyped);
  const names = [
    ...(code.includes('b64(') ? ['b64'] : []),
    ...(code.includes('str`') ? ['str'] : []),
    ...(code.includes('when(') ? ['when'] : []),
    ...(typed.length > 0 ? ['type Fields'] : []),
    ...(usesValues ? ['type Holes'] : []),
  ];
  const types = typed.map(
    ({ apiVersion, kind }) => `import type { I${kind} } from 'kubernetes-models/${apiVersion}/${kind}';`,
  );
  return [
    ...(names.length > 0 ? [`import ${typesOnly(names)} from '@nx-kube/manifests';`] : []),
    ...[...new Set(types)].toSorted(),
    "import type { ObjectTree } from './object-tree.ts';",
    ...(usesValues ? ["import type { Values } from './values.ts';"] : []),
  ];
}

function typesOnly(names: readonly string[]): string {
  if (names.some((name) => !name.startsWith('type '))) return `{ ${names.join(', ')} }`;
  return `type { ${names.map((name) => name.slice('type '.length)).join(', ')} }`;
}
