/**
 * compose.yaml in the hands of Docker Compose itself. `DOCKER_COMPOSE` names the plugin's program; images and the file
 * are there by the target's dependencies.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { check, run, type Outcome } from '../support/run.ts';

const repository = join(import.meta.dirname, '../..');
const plugin = process.env['DOCKER_COMPOSE'];
if (!plugin) throw new Error('DOCKER_COMPOSE is not set: name the program of the Compose plugin');

/** Ports and a project of its own, so that no stack of the machine is in the way. */
const project = 'todo-compose-e2e';
const environment = { TODO_APP_FRONTEND_PORT: '18080', TODO_APP_BACKEND_PORT: '18081', COMPOSE_PROJECT_NAME: project };
const folder = mkdtempSync(join(tmpdir(), 'compose-'));

function compose(...args: string[]): Promise<Outcome> {
  return run(plugin as string, ['compose', ...args], { cwd: folder, env: environment });
}

beforeAll(async () => {
  for (const file of ['compose.yaml', 'compose-secrets.sh'])
    cpSync(join(repository, 'dist/deploy', file), join(folder, file));
  await check('sh', ['compose-secrets.sh'], { cwd: folder });
});

afterAll(async () => {
  await compose('down', '--volumes', '--timeout', '5');
  rmSync(folder, { recursive: true, force: true });
});

test('it is what the Compose specification allows', async () => {
  const module = JSON.parse(
    await check('go', ['mod', 'download', '-json', 'github.com/compose-spec/compose-go/v2@v2.15.0']),
  ) as {
    Dir: string;
  };
  const schema = JSON.parse(readFileSync(join(module.Dir, 'schema/compose-spec.json'), 'utf8')) as { $schema?: string };
  // The name of the draft that it is written in is newer than what it uses of it.
  delete schema.$schema;
  const { Ajv } = createRequire(import.meta.url)('ajv') as typeof import('ajv');
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
  const value = load(readFileSync(join(folder, 'compose.yaml'), 'utf8'));
  expect(validate(value) ? [] : validate.errors).toEqual([]);
  expect(validate({ ...(value as object), servces: {} })).toBe(false);
});

test('Docker Compose reads it without a complaint', async () => {
  const outcome = await compose('config', '--quiet');
  expect(outcome).toMatchObject({ code: 0, all: '' });
});

test('the secrets are files once made, and stay as they are', async () => {
  const before = readFileSync(join(folder, 'secrets/POSTGRES_PASSWORD'), 'utf8');
  await check('sh', ['compose-secrets.sh'], { cwd: folder });
  expect(readFileSync(join(folder, 'secrets/POSTGRES_PASSWORD'), 'utf8')).toBe(before);
  expect(readFileSync(join(folder, 'secrets/DATABASE_URL'), 'utf8')).toContain(before.trim());
});

test('the stack comes up, answers, and shows no secret to docker inspect', async () => {
  const up = await compose('up', '--wait', '--wait-timeout', '180');
  expect(up.code, up.all).toBe(0);
  expect((await fetch('http://127.0.0.1:18080/')).status).toBe(200);
  const status = await fetch('http://127.0.0.1:18080/status');
  expect(status.status).toBe(200);
  expect(await status.json()).toMatchObject({
    backend: { status: 'ok' },
    database: { status: 'ok' },
    mcp: { status: 'ok' },
  });
  const containers = (
    await check('docker', ['ps', '--quiet', '--filter', `label=com.docker.compose.project=${project}`])
  ).trim();
  const inspected = await check('docker', ['inspect', ...containers.split('\n')]);
  for (const key of ['POSTGRES_PASSWORD', 'BETTER_AUTH_SECRET'])
    expect(inspected).not.toContain(readFileSync(join(folder, 'secrets', key), 'utf8').trim());
});

test('the data outlives down and up', async () => {
  const status = async (): Promise<number> => (await fetch('http://127.0.0.1:18080/status')).status;
  expect((await compose('down')).code).toBe(0);
  const again = await compose('up', '--wait', '--wait-timeout', '180');
  expect(again.code, again.all).toBe(0);
  expect(await status()).toBe(200);
});
