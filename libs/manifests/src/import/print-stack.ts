import type { KubeObject } from '@nx-kube/kube';
import { isMap } from './data-map.ts';
import { valuesAt } from './map-at.ts';
import { HOST_PATHS, isIngress, type Plan } from './plan.ts';
import { isSecret } from './plan-secrets.ts';
import { Code, printText, printValue } from './print-value.ts';

/** A component's module, as the stack uses it. */
export interface Component {
  readonly file: string;
  readonly name: string;
  /** Whether its function takes the holes of the values. */
  readonly usesValues: boolean;
}

/** Prints `stack.ts`, which puts the components together. */
export function printStack(
  name: string,
  objects: readonly KubeObject[],
  components: readonly Component[],
  plan: Plan,
): string {
  const usesValues = components.some((component) => component.usesValues);
  const calls = components.map((component) => new Code(`...${component.name}(${component.usesValues ? 'v' : ''})`));
  const head = `  objects: (${usesValues ? 'v' : ''}) => `;
  const { service, port } = smokeOf(objects);
  return [
    "import { defineStack } from '@nx-kube/manifests';",
    ...components.map(({ file, name: component }) => `import { ${component} } from './${file}.ts';`),
    "import { secrets } from './secrets.ts';",
    "import { Values } from './values.ts';",
    '',
    `/** Imported from ${objects.length} Kubernetes ${objects.length === 1 ? 'object' : 'objects'}. */`,
    'export default defineStack({',
    `  name: ${printText(name)},`,
    '  schema: Values,',
    '  environments: { minikube: {} },',
    '  images: {},',
    '  secrets,',
    `${head}${printValue(calls, 2, head.length)},`,
    ...endpointLines(objects, plan),
    `  smoke: { service: ${printText(service)}, port: ${port}, path: '/' },`,
    '});',
    '',
  ].join('\n');
}

/** Prints `secrets.ts`: where the values of the Secrets come from. */
export function printSecrets(name: string, objects: readonly KubeObject[], plan: Plan): string {
  const first = objects.find(isSecret);
  const specs = plan.secrets.map(({ object, key, value, env, form, empty }) => ({
    // Keys of several Secrets could be the same: these are read from the environment alone.
    key: object === first ? key : env,
    value,
    env,
    ...(empty ? {} : { required: true }),
    describe: `${key} of Secret ${object.metadata.name}${form === 'base64' ? ', in base64' : ''}.`,
  }));
  const data = { name: first?.metadata.name ?? `${name}-secrets`, specs };
  return [
    "import type { SecretSpecs } from '@nx-kube/manifests';",
    '',
    '/** The values of the Secrets, which are in no file: they are read from the environment when the stack is deployed. */',
    `export const secrets: SecretSpecs = ${printValue(data, 0, 0, true)};`,
    '',
  ].join('\n');
}

/** Prints `object-tree.ts`: the type that components have in common. */
export function printObjectTree(): string {
  return [
    "import type { Templated } from '@nx-kube/manifests';",
    '',
    '/** An object with holes for the values. */',
    'export type ObjectTree = Templated<{ readonly apiVersion: string; readonly kind: string }>;',
    '',
  ].join('\n');
}

function endpointLines(objects: readonly KubeObject[], { hosts }: Plan): readonly string[] {
  const [first] = hosts;
  if (!first) return ["  endpoint: () => ({ host: '', url: '' }),"];
  const [host, key] = first;
  const [, tlsPath = []] = HOST_PATHS;
  const secure = objects.filter(isIngress).some((object) => valuesAt(object, tlsPath).includes(host));
  const at = `ingress.${key}`;
  return [`  endpoint: ({ ingress }) => ({ host: ${at}, url: \`http${secure ? 's' : ''}://\${${at}}\` }),`];
}

/** The Service that is asked whether the stack works: where an Ingress leads from `/`, else the first. */
function smokeOf(objects: readonly KubeObject[]): { readonly service: string; readonly port: number } {
  const services = objects.filter(({ kind, apiVersion }) => kind === 'Service' && apiVersion === 'v1');
  const routes = objects
    .filter(isIngress)
    .flatMap((object) => valuesAt(object, ['spec', 'rules', '*', 'http', 'paths', '*']))
    .filter((route) => isMap(route) && route['path'] === '/');
  const names = new Set(routes.flatMap((route) => valuesAt(route, ['backend', 'service', 'name'])));
  const chosen = services.find(({ metadata }) => names.has(metadata.name)) ?? services[0];
  const [port] = chosen ? valuesAt(chosen, ['spec', 'ports', '*']) : [];
  const number = isMap(port) && typeof port['port'] === 'number' ? port['port'] : 80;
  return { service: chosen?.metadata.name ?? '', port: number };
}
