import { evaluateStack, ManifestError, type StackInput, type StackResult } from '@nx-kube/manifests';
import { checkObjects } from '@nx-kube/manifests/checks';
import { expect, test } from 'vitest';
import { devSecrets } from './environments/dev.ts';
import stack from './stack.ts';
import { testSecrets } from './testing/secrets.ts';

const images = Object.fromEntries(stack.images.map((project) => [project, `${project}:0123456789abcdef`]));

/** What the chart installs. */
function installed(input: Partial<StackInput> = {}): StackResult {
  return evaluateStack(stack, { chart: true, images, secrets: testSecrets, ...input });
}

/** Code and text of the error with these values. */
function refusalOf(input: Partial<StackInput>): string {
  try {
    installed(input);
  } catch (error) {
    if (error instanceof ManifestError) return `${error.code}: ${error.because}`;
    throw error;
  }
  return '';
}

/** Digests of the secrets that each workload reads. */
function digests(result: StackResult): Readonly<Record<string, string | undefined>> {
  const entries = result.objects.flatMap(({ kind, metadata, spec }) => {
    if (kind !== 'Deployment' && kind !== 'StatefulSet') return [];
    const { template } = spec as { template: { metadata: { annotations: Record<string, string> } } };
    return [[metadata.name, template.metadata.annotations['checksum/secrets']] as const];
  });
  return Object.fromEntries(entries);
}

test.each([
  { values: {} },
  { values: { networkPolicy: { enabled: true }, autoscaling: { backend: { enabled: true } } } },
  { values: { ingress: { enabled: false }, podDisruptionBudget: { enabled: false } } },
])('the chart with $values installs objects without a fault', ({ values }) => {
  expect(checkObjects(installed({ values }).objects)).toEqual([]);
});

test.each([
  { changed: 'betterAuthSecret', to: 'x'.repeat(32), rolls: ['frontend'] },
  { changed: 'betterAuthUrl', to: 'https://b.example', rolls: ['frontend', 'backend', 'mcp'] },
  { changed: 'openaiApiKey', to: 'other', rolls: ['backend'] },
  { changed: 'migrationUrl', to: 'postgres://direct.example/todo', rolls: ['backend'] },
  { changed: 'postgresPassword', to: 'other', rolls: ['frontend', 'backend', 'mcp', 'postgres'] },
])('another $changed rolls the pods that read it: $rolls', ({ changed, to, rolls }) => {
  const before = digests(installed());
  const after = digests(installed({ secrets: { ...testSecrets, [changed]: to } }));
  expect(Object.keys(before).filter((name) => before[name] !== after[name])).toEqual(expect.arrayContaining(rolls));
  expect(Object.keys(before).filter((name) => before[name] !== after[name])).toHaveLength(rolls.length);
});

test.each([{ environment: undefined }, ...Object.keys(stack.environments).map((environment) => ({ environment }))])(
  'the chart and the raw manifests of $environment differ in the digests of secrets alone',
  ({ environment }) => {
    const input = environment === undefined ? {} : { environment };
    const without = (key: string, value: unknown): unknown => (key === 'checksum/secrets' ? undefined : value);
    const [chart, raw] = [installed(input), installed({ ...input, chart: false })];
    expect(JSON.parse(JSON.stringify(chart.objects, without))).toEqual(raw.objects);
  },
);

test('only the chart has digests of secrets', () => {
  expect(Object.values(digests(installed())).every((digest) => /^[0-9a-f]{64}$/.test(digest ?? ''))).toBe(true);
  expect(Object.values(digests(installed({ chart: false }))).every((digest) => digest === undefined)).toBe(true);
});

test.each([
  { missing: 'betterAuthSecret', flag: '--set secrets.betterAuthSecret="$(openssl rand -hex 32)"' },
  { missing: 'postgresPassword', flag: '--set secrets.postgresPassword="$(openssl rand -hex 32)"' },
])('the chart asks for $missing with the flag that gives it', ({ missing, flag }) => {
  const refusal = refusalOf({ secrets: { ...testSecrets, [missing]: '' } });
  expect(refusal).toContain('REQUIRED');
  expect(refusal).toContain(flag);
});

test('a database of its own that is switched off asks for another one', () => {
  const values = { database: { enabled: false } };
  expect(refusalOf({ values })).toContain('--set secrets.databaseUrl=');
  expect(refusalOf({ values, secrets: { ...testSecrets, databaseUrl: 'postgres://db.example/todo' } })).toBe('');
});

test('a database elsewhere needs no password for one here', () => {
  const secrets = { ...testSecrets, databaseUrl: 'postgres://db.example/todo', postgresPassword: '' };
  expect(refusalOf({ secrets })).toBe('');
});

test.each(Object.entries(devSecrets))('prod refuses the %s of dev, and does not show it', (name, value) => {
  const secrets = { ...testSecrets, [name]: value };
  expect(refusalOf({ environment: 'prod', secrets })).toMatch(/^BAD_VALUES: secrets\./);
  expect(refusalOf({ environment: 'prod', secrets })).not.toContain(value);
  expect(refusalOf({ environment: 'dev', secrets: {} })).toBe('');
});
