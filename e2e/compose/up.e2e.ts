import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { check } from '../support/run.ts';
import { todoCompose, type ComposeFolder } from './todo-compose.ts';

const root = join(import.meta.dirname, '../..');
const port = '18080';
const page = `http://127.0.0.1:${port}`;
let made: ComposeFolder;

beforeAll(async () => {
  const nx = { cwd: root, env: { NX_DAEMON: 'false' } };
  await check('npx', ['nx', 'run-many', '-t', 'docker-build'], nx);
  await check('npx', ['nx', 'run', 'deploy:compose'], nx);
  const env = { TODO_APP_FRONTEND_PORT: port, TODO_APP_BACKEND_PORT: '18081' };
  made = await todoCompose({ file: join(root, 'dist/deploy/compose.yaml'), env });
  const { code, all } = await made.compose('up', '--detach', '--wait', '--wait-timeout', '240');
  if (code !== 0) throw new Error(`${all}\n${(await made.compose('logs', '--tail', '20')).all}`);
});
afterAll(async () => {
  await made?.compose('down', '--volumes', '--timeout', '10');
  made?.remove();
});

test('every service is healthy, and every one-shot before it has ended well', async () => {
  const { stdout } = await made.compose('ps', '--all', '--format', 'json');
  const containers = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { Service: string; State: string; Health: string; ExitCode: number });
  const states = containers.map(({ Service, State, Health, ExitCode }) => `${Service} ${State} ${Health || ExitCode}`);
  expect(new Set(states)).toEqual(
    new Set([
      'postgres running healthy',
      'backend-migrate exited 0',
      'backend running healthy',
      'mcp-await-schema exited 0',
      'mcp running healthy',
      'frontend running healthy',
    ]),
  );
});

test('the page and the state of all parts are served on loopback', async () => {
  const index = await fetch(page);
  expect([index.status, index.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
  const status = await fetch(`${page}/status`);
  expect(status.status).toBe(200);
  expect(await status.json()).toMatchObject({
    frontend: { status: 'ok' },
    backend: { status: 'ok' },
    database: { status: 'ok' },
    mcp: { status: 'ok' },
  });
});

test('what docker inspect shows of the containers holds no secret', async () => {
  const ids = (await made.compose('ps', '--all', '--quiet')).stdout.trim().split('\n');
  const shown = await check('docker', ['inspect', ...ids]);
  const folder = join(made.folder, 'secrets');
  for (const key of ['BETTER_AUTH_SECRET', 'POSTGRES_PASSWORD', 'DATABASE_URL']) {
    expect(readdirSync(folder)).toContain(key);
    expect(shown).not.toContain(readFileSync(join(folder, key), 'utf8').trim());
  }
});

test('secrets that are there stay as they are', async () => {
  const read = (key: string): string => readFileSync(join(made.folder, 'secrets', key), 'utf8');
  const before = read('POSTGRES_PASSWORD');
  await made.makeSecrets();
  expect(read('POSTGRES_PASSWORD')).toBe(before);
  expect(read('DATABASE_URL')).toContain(before.trim());
});

test('the data outlives the containers: down, and up again', async () => {
  expect((await made.compose('down', '--timeout', '10')).code).toBe(0);
  const { code, all } = await made.compose('up', '--detach', '--wait', '--wait-timeout', '240');
  expect(all).not.toContain('unhealthy');
  expect(code).toBe(0);
  expect((await made.compose('logs', 'backend-migrate')).stdout).toContain('the schema is current"');
});
