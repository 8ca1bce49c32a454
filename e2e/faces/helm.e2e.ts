import { afterAll, describe, expect, test } from 'vitest';
import type { KubeObject } from '@nx-kube/kube';
import stack from '../../deploy/stack.ts';
import { testSecrets } from '../../deploy/testing/secrets.ts';
import { evaluated, HELMS, objectsOf, todoChart } from './todo-chart.ts';

const chart = todoChart();
afterAll(() => chart.remove());

const secrets = chart.values('secrets', { secrets: testSecrets });
/** Schema defaults alone, and each environment; later files win. */
const cases = [undefined, ...Object.keys(stack.environments)].map((environment) => ({
  values: environment ?? 'default',
  environment,
  flags: [...(environment ? ['-f', `${chart.folder}/values-${environment}.yaml`] : []), '-f', secrets],
}));

/** The one thing that the manifests lack: see `inChart`. */
function withoutSecretDigest(object: KubeObject): KubeObject {
  const copy = structuredClone(object) as KubeObject & {
    spec?: { template?: { metadata?: { annotations?: Record<string, string> } } };
  };
  const metadata = copy.spec?.template?.metadata;
  if (metadata?.annotations) {
    delete metadata.annotations['checksum/secrets'];
    if (Object.keys(metadata.annotations).length === 0) delete metadata.annotations;
  }
  return copy;
}

describe.each(HELMS)('%s', (helm) => {
  test.each(cases)('lints the chart with values $values without an error or a warning', async ({ flags }) => {
    const outcome = await chart.helm(helm, 'lint', '--strict', ...flags);
    expect(outcome.code, outcome.all).toBe(0);
    expect(outcome.all).toContain('1 chart(s) linted, 0 chart(s) failed');
    expect(outcome.all).not.toMatch(/\[(?:ERROR|WARNING)\]/);
  });

  test.each(cases)('renders values $values to the objects of the stack, one by one', async ({ environment, flags }) => {
    const outcome = await chart.helm(helm, 'template', '--skip-tests', ...flags);
    expect(outcome.code, outcome.all).toBe(0);
    const objects = objectsOf(outcome.stdout);
    const input = { ...(environment === undefined ? {} : { environment }), secrets: testSecrets };
    expect(Object.keys(objects).length).toBeGreaterThan(10);
    expect(objects).toEqual(evaluated({ ...input, chart: true }));
    const raw = Object.entries(objects).map(([name, object]) => [name, withoutSecretDigest(object)] as const);
    expect(Object.fromEntries(raw)).toEqual(evaluated(input));
    expect(outcome.stdout).toContain('checksum/secrets');
  });

  test('names the flag to give where a secret is missing', async () => {
    const outcome = await chart.helm(helm, 'template');
    expect(outcome.code).not.toBe(0);
    expect(outcome.all).toMatch(/--set secrets\.\w+="\$\(openssl rand -hex 32\)"/);
    const password = await chart.helm(helm, 'template', '--set', 'secrets.postgresPassword=x');
    expect(password.all).toContain('--set secrets.betterAuthSecret="$(openssl rand -hex 32)"');
  });

  test('installs the values of dev without a question, and refuses them in prod', async () => {
    const dev = ['-f', `${chart.folder}/values-dev.yaml`];
    expect((await chart.helm(helm, 'template', ...dev)).code).toBe(0);
    const refused = await chart.helm(helm, 'template', ...dev, '--set', 'environment=prod');
    expect(refused.code).not.toBe(0);
    expect(refused.all).toContain('betterAuthSecret');
    expect(() => evaluated({ environment: 'dev', values: { environment: 'prod' }, secrets: {} })).toThrow(
      expect.objectContaining({ code: 'BAD_VALUES' }),
    );
  });

  test('makes no Secret where there is one already, and pods read that one', async () => {
    const outcome = await chart.helm(helm, 'template', '--skip-tests', '--set', 'existingSecret=my-secret');
    expect(outcome.code, outcome.all).toBe(0);
    const objects = objectsOf(outcome.stdout);
    expect(Object.values(objects).filter(({ kind }) => kind === 'Secret')).toEqual([]);
    expect(outcome.stdout).toMatch(/secretKeyRef:\s+name: "my-secret"/);
    expect(objects).toEqual(evaluated({ values: { existingSecret: 'my-secret' }, secrets: {}, chart: true }));
  });

  test('makes no namespace where Helm makes it, and puts every object there', async () => {
    const flags = ['--namespace', 'other', '--set', 'namespace.create=false,namespace.name=other', '-f', secrets];
    const outcome = await chart.helm(helm, 'template', ...flags);
    expect(outcome.code, outcome.all).toBe(0);
    const objects = Object.values(objectsOf(outcome.stdout));
    expect(objects.filter(({ kind }) => kind === 'Namespace')).toEqual([]);
    expect(new Set(objects.map(({ metadata }) => metadata.namespace))).toEqual(new Set(['other']));
  });
});
