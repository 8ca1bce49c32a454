import { addUser, startIssuer, startTestPostgres } from '@todo/testing';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { check, run } from '../support/run.ts';
import { startService, type RunningService } from '../support/service-process.ts';
import { pythonTools } from './python-tools.ts';

/** Of all operations together. */
const FUZZ_SECONDS = 75;

/** What an answer is held against: the document that the service itself gives. */
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'negative_data_rejection',
  'unsupported_method',
  'allow_header_conformance',
  'ignored_auth',
];

const built = join(import.meta.dirname, '../../dist/apps');
const folder = mkdtempSync(join(tmpdir(), 'todo-fuzz-'));
const ends: (() => Promise<unknown>)[] = [];
let backend: RunningService;
let userId: string;
let token: string;
let tools: string;

beforeAll(async () => {
  tools = await pythonTools();
  const postgres = await startTestPostgres();
  ends.push(() => postgres.remove());
  const issuer = await startIssuer();
  ends.push(() => issuer.close());
  const env = {
    HOST: '127.0.0.1',
    NODE_ENV: 'production',
    DRAIN_SECONDS: '0',
    LOG_LEVEL: 'warn',
    DATABASE_URL: postgres.url,
    AUTH_ISSUER: issuer.issuer,
    AUTH_JWKS_URL: issuer.jwksUrl,
    RATE_READS_PER_MINUTE: '1000000',
    RATE_WRITES_PER_MINUTE: '1000000',
    RATE_CHATS_PER_MINUTE: '1000000',
  };
  await check(process.execPath, [join(built, 'backend/app/migrate.mjs')], { env: { ...env, LOG_LEVEL: 'error' } });
  userId = await addUser(postgres.url);
  token = await issuer.mint({ sub: userId, expiresIn: 3600 });
  const mcp = await startService('mcp', join(built, 'mcp/app/main.mjs'), env);
  ends.unshift(() => mcp.stop());
  await mcp.ready();
  backend = await startService('backend', join(built, 'backend/app/main.mjs'), { ...env, MCP_URL: mcp.url });
  ends.unshift(() => backend.stop());
  await backend.ready();
}, 600_000);
afterAll(async () => {
  for (const end of ends) await end();
  rmSync(folder, { recursive: true, force: true });
});

test('the OpenAPI document is one, by the specification’s own schema', async () => {
  const file = join(folder, 'openapi.json');
  writeFileSync(file, await (await fetch(`${backend.url}/api/openapi.json`)).text());
  const outcome = await run(join(tools, 'openapi-spec-validator'), ['--schema', '3.1', file]);
  expect(outcome.code, outcome.all).toBe(0);
});

test('generated requests find no 5xx, and every answer as documented', async () => {
  const config = join(folder, 'schemathesis.toml');
  writeFileSync(config, `[parameters]\n"path.user_id" = ${JSON.stringify(userId)}\n`);
  const outcome = await run(
    join(tools, 'schemathesis'),
    [
      '--config-file',
      config,
      'run',
      `${backend.url}/api/openapi.json`,
      `--checks=${CHECKS.join(',')}`,
      `--max-time=${FUZZ_SECONDS}`,
      '--workers=2',
      '--request-timeout=10',
      `--header=Authorization: Bearer ${token}`,
      '--continue-on-failure',
      '--no-color',
      '--warnings=off',
    ],
    { cwd: folder },
  );
  // Before it is a progress bar's whole life.
  const report = outcome.all.slice(outcome.all.search(/=+ (?:FAILURES|ERRORS|SUMMARY) =+/));
  console.log(report.slice(-20_000));
  expect(outcome.code, report).toBe(0);
  expect(backend.log()).not.toContain('a request failed');
  // The service that was asked all this is the one that started.
  expect((await fetch(`${backend.url}/ready`)).status).toBe(200);
});
