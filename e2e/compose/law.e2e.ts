import { podSpecOf, type Container, type KubeObject, type PodSpec } from '@nx-kube/kube';
import { evaluateStack } from '@nx-kube/manifests';
import { expect, test } from 'vitest';
import stack from '../../deploy/stack.ts';
import { testSecrets } from '../../deploy/testing/secrets.ts';
import { someImages, todoCompose } from './todo-compose.ts';

/** A service as Compose's own program understood it. */
interface Read {
  readonly image: string;
  readonly entrypoint: readonly string[] | null;
  readonly command: readonly string[] | null;
  readonly environment?: Readonly<Record<string, string>>;
  readonly user?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly deploy?: { readonly resources?: { readonly limits?: { readonly cpus?: number; readonly memory?: string } } };
}

const KIB: Readonly<Record<string, number>> = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30 };

/** What must be the same in both faces, read off a service. */
function ofService(service: Read): object {
  const { cpus, memory } = service.deploy?.resources?.limits ?? {};
  return {
    image: service.image,
    entrypoint: service.entrypoint ?? undefined,
    command: service.command ?? undefined,
    environment: service.environment ?? {},
    user: service.user,
    readOnly: service.read_only === true,
    capabilities: service.cap_drop,
    cpus: Number(cpus),
    memory: Number(memory),
  };
}

/** The same, read off a container; a variable from a Secret is `NAME_FILE` in Compose. */
function ofContainer(container: Container, spec: PodSpec, objects: readonly KubeObject[]): object {
  const { command, args, securityContext } = container as unknown as {
    command?: readonly string[];
    args?: readonly string[];
    securityContext: { readOnlyRootFilesystem: boolean; capabilities: { drop: readonly string[] } };
  };
  const { runAsUser, runAsGroup } = spec['securityContext'] as { runAsUser: number; runAsGroup: number };
  const { cpu, memory } = container.resources?.limits ?? {};
  const [, digits, unit = ''] = /^(\d+)(\w+)$/.exec(String(memory)) ?? [];
  return {
    image: container.image,
    entrypoint: command,
    command: args,
    environment: Object.fromEntries((container.env ?? []).flatMap((variable) => variableOf(variable, objects))),
    user: `${runAsUser}:${runAsGroup}`,
    readOnly: securityContext.readOnlyRootFilesystem,
    capabilities: securityContext.capabilities.drop,
    cpus: Number(cpu),
    memory: Number(digits) * (KIB[unit] ?? Number.NaN),
  };
}

type Variable = NonNullable<Container['env']>[number];

function variableOf({ name, value, valueFrom }: Variable, objects: readonly KubeObject[]): [string, string][] {
  const { configMapKeyRef: config, secretKeyRef: secret } = valueFrom ?? {};
  const dataOf = (kind: string, of: string | undefined): Readonly<Record<string, string>> =>
    (objects.find((object) => object.kind === kind && object.metadata.name === of)?.['data'] ?? {}) as Readonly<
      Record<string, string>
    >;
  if (secret) return [[`${name}_FILE`, `/run/secrets/${secret.key}`]];
  if (config) return [[name, dataOf('ConfigMap', config.name)[config.key] ?? '']];
  return [[name, value ?? '']];
}

const environments = [undefined, ...Object.keys(stack.environments)];

test.each(environments)(
  'each container of environment %s is one service with the same image, command, variables, limits and user',
  async (environment) => {
    const secrets = { ...testSecrets, migrationUrl: 'postgres://todo:x@postgres:5432/todo' };
    const input = { images: someImages, ...(environment === undefined ? {} : { environment }) };
    const { objects } = evaluateStack(stack, { ...input, secrets });
    const expected = objects.flatMap((object) => {
      const spec = podSpecOf(object)?.spec;
      if (!spec) return [];
      const { name } = object.metadata;
      const first = (spec.initContainers ?? []).map((one) => [`${name}-${one.name}`, one] as const);
      return [...first, ...spec.containers.map((one) => [name, one] as const)].map(
        ([service, container]) => [service, ofContainer(container, spec, objects)] as const,
      );
    });
    const made = await todoCompose(environment === undefined ? {} : { environment });
    try {
      const { services } = JSON.parse((await made.compose('config', '--format', 'json')).stdout) as {
        services: Readonly<Record<string, Read>>;
      };
      const read = Object.entries(services).map(([name, service]) => [name, ofService(service)] as const);
      expect(Object.fromEntries(read)).toEqual(Object.fromEntries(expected));
    } finally {
      made.remove();
    }
  },
);
