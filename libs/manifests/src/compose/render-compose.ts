import { podSpecOf, toYaml } from '@nx-kube/kube';
import { evaluateWith } from '../stack/evaluate-stack.ts';
import type { Stack, StackInput } from '../stack/stack.ts';
import { mergeValues } from '../values/merge.ts';
import { dependenciesOf } from './dependencies.ts';
import { Faults, type Outside } from '../without-cluster/faults.ts';
import { sourcesOf } from '../without-cluster/sources.ts';
import { checkSupported, RUNNING } from '../without-cluster/supported.ts';
import { hostsOf, publishedOf } from './hosts.ts';
import { secretScript, standIns } from './secret-script.ts';
import { checkKeys, secretTexts } from './secret-texts.ts';
import { servicesOf, type ServiceDraft } from './service.ts';
import { variable } from './variable.ts';

/** What the files are rendered for. */
export type ComposeInput = Pick<StackInput, 'environment' | 'images' | 'namespace'>;

const COMPOSE: Outside = {
  code: 'NOT_COMPOSE',
  name: 'Compose',
  doing: (stack) => `write stack ${stack} for Compose`,
};

/**
 * The stack for Docker Compose, read off the evaluated objects: a service per Deployment, StatefulSet, Pod and Job, a
 * one-shot per init container, Services as host names. Pure. Without a counterpart, and left out: Namespaces,
 * ServiceAccounts, disruption budgets, autoscalers, network policies; an Ingress becomes ports of this machine.
 *
 * @returns `compose.yaml`, and `compose-secrets.sh` where there are secrets
 * @throws {ManifestError} as `evaluateStack`, and `NOT_COMPOSE` with everything that Compose cannot say
 * @see https://github.com/compose-spec/compose-spec/blob/main/spec.md
 */
export function renderCompose(stack: Stack, input: ComposeInput): Readonly<Record<string, string>> {
  const { objects, values } = evaluateWith(stack, {
    ...input,
    values: mergeValues({}, stack.compose),
    secrets: standIns(stack),
  });
  const faults = new Faults(COMPOSE);
  checkSupported(objects, faults);
  checkKeys(objects, faults);
  const sources = sourcesOf(objects);
  const running = objects.filter((object) => podSpecOf(object) && RUNNING.has(object.kind));
  const drafts = running.flatMap((object) => servicesOf(object, sources, faults));
  const hosts = hostsOf(objects, running, faults);
  const published = publishedOf(objects, hosts, stack.name);
  faults.throwIfAny(stack.name);
  const dependencies = dependenciesOf(drafts, new Map([...hosts].map(([host, { service }]) => [host, service])));
  const keys = [...new Set(drafts.flatMap(({ secrets }) => secrets))].toSorted();
  const volumes = drafts.flatMap((draft) => draft.volumes);
  const compose = {
    name: stack.name,
    services: Object.fromEntries(
      drafts.map((draft) => [
        draft.name,
        {
          ...escaped(published.has(draft.name) ? alone(draft.service) : draft.service),
          ...waits(dependencies.get(draft.name)),
          ...aliases(draft, hosts),
          ...ports(published.get(draft.name)),
        },
      ]),
    ),
    ...(volumes.length === 0 ? {} : { volumes: Object.fromEntries(volumes.map((name) => [name, {}])) }),
    ...(keys.length === 0 ? {} : { secrets: secretFiles(stack, keys) }),
  };
  const head = header(stack, keys, published);
  const texts = secretTexts(stack, sources, values);
  return {
    'compose.yaml': head + toYaml(compose),
    ...(keys.length === 0 ? {} : { 'compose-secrets.sh': secretScript(stack, texts, keys) }),
  };
}

/** Every `$` of ours is meant as it stands; Compose would put a variable there. */
function escaped(value: unknown): object {
  return JSON.parse(JSON.stringify(value).replaceAll('$', '$$$$')) as object;
}

function waits(dependencies: object | undefined): object {
  return dependencies && Object.keys(dependencies).length > 0 ? { depends_on: dependencies } : {};
}

function aliases({ name, oneShot }: ServiceDraft, hosts: ReturnType<typeof hostsOf>): object {
  if (oneShot) return {};
  const names = [...hosts].filter(([host, { service }]) => service === name && host !== name).map(([host]) => host);
  return names.length === 0 ? {} : { networks: { default: { aliases: names } } };
}

/** A port of this machine has room for one container. */
function alone(service: ServiceDraft['service']): ServiceDraft['service'] {
  return { ...service, deploy: { ...(service['deploy'] as object), replicas: 1 } };
}

function ports(lines: readonly string[] | undefined): object {
  return lines ? { ports: lines } : {};
}

function secretFiles({ name }: Stack, keys: readonly string[]): object {
  const folder = `\${${variable(name)}_SECRETS:-./secrets}`;
  return Object.fromEntries(keys.map((key) => [key, { file: `${folder}/${key}` }]));
}

function header(stack: Stack, keys: readonly string[], published: ReadonlyMap<string, readonly string[]>): string {
  return [
    `# ${stack.name} without Kubernetes, made from the same source as its manifests. In this folder:`,
    ...(keys.length === 0 ? [] : ['#   sh compose-secrets.sh            # once: makes the files of the secrets']),
    '#   docker compose up --wait         # starts it; docker compose down stops it, and keeps the data',
    ...[...published].flatMap(([service, lines]) => lines.map((line) => `# ${service}: ${line}`)),
    '',
  ].join('\n');
}
