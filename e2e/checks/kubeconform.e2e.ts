import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, afterAll, expect, test } from 'vitest';
import { renderFiles } from '@nx-kube/manifests';
import { renderChart } from '@nx-kube/manifests/chart';
import { renderKustomize } from '@nx-kube/manifests/kustomize';
import stack from '../../deploy/stack.ts';
import { testSecrets } from '../../deploy/testing/secrets.ts';
import { kubeconform, writeSchemas } from '../support/kubeconform.ts';
import { check } from '../support/run.ts';

const root = mkdtempSync(join(tmpdir(), 'kubeconform-'));
const schemas = join(root, 'schemas');
const environments = Object.keys(stack.environments);
const images = Object.fromEntries(stack.images.map((project) => [project, `${project}:0123456789abcdef`]));

/** Every API version that the stack has objects of. */
const API_VERSIONS = [
  'v1',
  'apps/v1',
  'autoscaling/v2',
  'batch/v1',
  'networking.k8s.io/v1',
  'policy/v1',
  'rbac.authorization.k8s.io/v1',
];

beforeAll(async () => {
  const kubeconfig = process.env['APISERVER_KUBECONFIG'];
  if (!kubeconfig) throw new Error('APISERVER_KUBECONFIG is not set: see the checks step of .ci/run');
  await writeSchemas(schemas, kubeconfig, API_VERSIONS);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function write(name: string, files: Readonly<Record<string, string>>): string {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name, file)), { recursive: true });
    writeFileSync(join(root, name, file), text);
  }
  return join(root, name);
}

/** What kubeconform counts: nothing may be invalid, and nothing be passed over. */
async function summaryOf(yaml: string): Promise<object> {
  const { stdout } = await kubeconform(schemas, yaml);
  const { resources = [], summary } = JSON.parse(stdout) as {
    resources?: readonly object[];
    summary: { valid: number };
  };
  return { resources, ...summary };
}

const nothingWrong = { resources: [], invalid: 0, errors: 0, skipped: 0, valid: expect.any(Number) as number };

test('kubeconform finds a field that does not exist, a wrong type, and a key twice', async () => {
  const head = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n';
  for (const fault of ['dat: {}\n', 'data: {a: 1}\n', 'data: {a: "1", a: "2"}\n']) {
    expect(await summaryOf(head + fault), fault).toMatchObject({ valid: 0 });
  }
  expect(await summaryOf(`${head}data: {a: "1"}\n`)).toEqual({ ...nothingWrong, valid: 1 });
});

test.each(environments)('the manifests of %s', async (environment) => {
  const files = renderFiles(stack, { environment, images });
  const yaml = Object.entries(files).filter(([name]) => name.endsWith('.yaml'));
  expect(await summaryOf(yaml.map(([, text]) => text).join('\n---\n'))).toEqual(nothingWrong);
});

test.each(['default', ...environments])('the chart with the values of %s', async (environment) => {
  const chart = write(`chart-${environment}`, renderChart(stack, { images }));
  write(`chart-${environment}`, { 'secrets.json': JSON.stringify({ secrets: testSecrets }) });
  const values = environment === 'default' ? [] : ['-f', join(chart, `values-${environment}.yaml`)];
  const yaml = await check('helm', ['template', stack.name, chart, ...values, '-f', join(chart, 'secrets.json')]);
  expect(await summaryOf(yaml)).toEqual(nothingWrong);
});

test.each(environments)('kustomize for %s', async (environment) => {
  const folder = write(`kustomize-${environment}`, renderKustomize(stack, { images }));
  const secrets = stack.secrets.specs.map(({ key }) => `${key}=test-only\n`).join('');
  write(`kustomize-${environment}`, { [`overlays/${environment}/secrets.env`]: secrets });
  const yaml = await check('kubectl', ['kustomize', join(folder, 'overlays', environment)]);
  expect(await summaryOf(yaml)).toEqual(nothingWrong);
});
