import { readdirSync } from 'node:fs';
import { evaluateStack, renderFiles } from '@nx-kube/manifests';
import { expect, test } from 'vitest';
import stack from './stack.ts';

const images = Object.fromEntries(stack.images.map((project) => [project, `${project}:0123456789abcdef`]));
const files = renderFiles(stack, { environment: 'minikube', images });
const golden = new URL('__golden__/minikube/', import.meta.url);

test.each(Object.entries(files))('%s is as a person has read and agreed to it', async (name, text) => {
  await expect(text).toMatchFileSnapshot(new URL(name, golden).pathname);
});

test('the files are exactly those agreed to, with the names of the original plan among them', () => {
  expect(readdirSync(golden).toSorted()).toEqual(Object.keys(files).toSorted());
  expect(Object.keys(files)).toEqual(
    expect.arrayContaining([
      'namespace.yaml',
      'configmap.yaml',
      'secrets.yaml.template',
      'backend-deployment.yaml',
      'backend-service.yaml',
      'mcp-deployment.yaml',
      'mcp-service.yaml',
      'frontend-deployment.yaml',
      'frontend-service.yaml',
      'ingress.yaml',
    ]),
  );
});

test('the template, filled in, has the keys and values of the Secret that a deploy applies', () => {
  const filled = (files['secrets.yaml.template'] ?? '').replaceAll('CHANGE_ME', 'x'.repeat(32));
  const lines = [...filled.matchAll(/^ {2}(?<key>\w+): (?<value>".*")$/gm)].map(({ groups }) => groups ?? {});
  const template = Object.fromEntries(lines.map(({ key, value }) => [key, JSON.parse(value ?? '') as string]));
  const secrets = { postgresPassword: 'x'.repeat(32), betterAuthSecret: 'x'.repeat(32) };
  const { objects } = evaluateStack(stack, { environment: 'minikube', images, secrets });
  const { data } = objects.find(({ kind }) => kind === 'Secret') as unknown as { data: Record<string, string> };
  const decoded = Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()] as const);
  expect(template).toEqual({ ...Object.fromEntries(decoded), MIGRATION_URL: '', OPENAI_API_KEY: '' });
});

test.each(Object.keys(stack.environments))(
  'no secret value gets into a file of %s, not even from an overlay',
  (environment) => {
    const secrets = {
      databaseUrl: 'postgres://canary:canary@canary.example/canary',
      migrationUrl: 'postgres://canary:canary@direct.canary.example/canary',
      betterAuthSecret: 'canary-canary-canary-canary-canary',
      betterAuthUrl: 'https://canary.example',
      openaiApiKey: 'canary',
      postgresPassword: 'canary',
    };
    const rendered = renderFiles(stack, { environment, images, values: { secrets } });
    expect(Object.values(rendered).join('')).not.toContain('canary');
    expect(Object.values(rendered).join('')).not.toContain(Buffer.from('canary').toString('base64').slice(0, 6));
  },
);

test('the raw files carry no digest of a secret', () => {
  expect(Object.values(files).join('')).not.toContain('secret-digest');
  expect(Object.values(files).join('')).not.toContain('checksum/secrets');
});
