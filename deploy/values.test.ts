import { evaluateStack, ManifestError, type Overlay } from '@nx-kube/manifests';
import { expect, test } from 'vitest';
import stack from './stack.ts';
import type { Values } from './values.ts';

const images = Object.fromEntries(stack.images.map((project) => [project, `${project}:0123456789abcdef`]));

/** The issues of an environment file that holds this. */
function issuesOf(overlay: unknown): unknown {
  const broken = { ...stack, environments: { broken: overlay } };
  try {
    evaluateStack(broken, { environment: 'broken', images, secrets: {} });
  } catch (error) {
    if (error instanceof ManifestError) return error.issues;
    throw error;
  }
  return [];
}

test.each([
  { overlay: { replicas: { backend: '3' } }, path: 'replicas.backend', value: '3' },
  { overlay: { replicas: { backend: -1 } }, path: 'replicas.backend', value: -1 },
  { overlay: { resources: { mcp: { limits: { cpu: 0.5 } } } }, path: 'resources.mcp.limits.cpu', value: 0.5 },
  { overlay: { resources: { mcp: { limits: { memory: '256' } } } }, path: 'resources.mcp.limits.memory', value: '256' },
  { overlay: { images: { frontend: { pullPolicy: 'never' } } }, path: 'images.frontend.pullPolicy', value: 'never' },
  { overlay: { images: { frontend: { tag: 1.1 } } }, path: 'images.frontend.tag', value: 1.1 },
  { overlay: { ingress: { host: 'http://todo.local' } }, path: 'ingress.host', value: 'http://todo.local' },
  { overlay: { config: { logLevel: 'loud' } }, path: 'config.logLevel', value: 'loud' },
  { overlay: { environment: 'staging' }, path: 'environment', value: 'staging' },
  { overlay: { namespace: { name: 'Todo App' } }, path: 'namespace.name', value: 'Todo App' },
  { overlay: { database: { storage: 'big' } }, path: 'database.storage', value: 'big' },
  {
    overlay: { config: { trustedOrigins: 'https://a.example, https://b.example' } },
    path: 'config.trustedOrigins',
    value: 'https://a.example, https://b.example',
  },
  { overlay: { config: { openaiBaseUrl: 'ai.example' } }, path: 'config.openaiBaseUrl', value: 'ai.example' },
  { overlay: { autoscaling: { mcp: { minReplicas: 0 } } }, path: 'autoscaling.mcp.minReplicas', value: 0 },
  { overlay: { networkPolicy: { databaseCidr: '10.0.0.1' } }, path: 'networkPolicy.databaseCidr', value: '10.0.0.1' },
  { overlay: { existingSecret: 'My Secret' }, path: 'existingSecret', value: 'My Secret' },
  { overlay: { podLabels: { team: 'a b' } }, path: 'podLabels.team', value: 'a b' },
  { overlay: { nodeSelector: { disk: true } }, path: 'nodeSelector.disk', value: true },
])('$path of $value is refused: path, value, rule and fix', ({ overlay, path, value }) => {
  const text = expect.stringMatching(/\w/) as unknown;
  expect(issuesOf(overlay)).toEqual([{ path, value, rule: text, fix: text }]);
});

test.each([
  { overlay: { replcas: { backend: 1 } }, path: 'replcas' },
  { overlay: { secrets: { databaseUrl: 'mysql://canary' } }, path: 'secrets.databaseUrl' },
  { overlay: { secrets: { postgresPassword: 'canary@' } }, path: 'secrets.postgresPassword' },
  { overlay: { secrets: { betterAuthUrl: 'canary' } }, path: 'secrets.betterAuthUrl' },
  { overlay: { secrets: { betterAuthSecret: 'canary' } }, path: 'secrets.betterAuthSecret' },
  { overlay: { secrets: { migrationUrl: 'canary' } }, path: 'secrets.migrationUrl' },
  { overlay: { podLabels: { 'a b': 'c' } }, path: 'podLabels.a b' },
  { overlay: { commonAnnotations: { '-': 'c' } }, path: 'commonAnnotations.-' },
  { overlay: { imagePullSecrets: ['registry'] }, path: 'imagePullSecrets.0' },
  { overlay: { extraEnv: { mcp: [{ name: '1', value: '' }] } }, path: 'extraEnv.mcp.0.name' },
  { overlay: { extraEnv: { mcp: [{ name: 'A', value: '', more: 1 }] } }, path: 'extraEnv.mcp.0.more' },
])('$path is refused without its value', ({ overlay, path }) => {
  const issues = issuesOf(overlay);
  expect(issues).toEqual([expect.objectContaining({ path })]);
  expect(JSON.stringify(issues)).not.toContain('canary');
});

test('the type checker finds the same in an environment file', () => {
  const overlays: readonly Overlay<Values>[] = [
    // @ts-expect-error -- a text where a number belongs
    { replicas: { backend: '3' } },
    // @ts-expect-error -- a number where a quantity belongs
    { resources: { mcp: { limits: { cpu: 0.5 } } } },
    // @ts-expect-error -- none of the log levels
    { config: { logLevel: 'loud' } },
    // @ts-expect-error -- a key that the values do not have
    { replcas: { backend: 1 } },
  ];
  expect(overlays.map((overlay) => (issuesOf(overlay) as unknown[]).length)).toEqual([1, 1, 1, 1]);
});
