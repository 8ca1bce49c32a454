import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { median, record } from './record.ts';

const root = join(import.meta.dirname, '..');
const rounds = 11;
const docker = (...args: string[]): string => execFileSync('docker', args, { encoding: 'utf8' }).trim();

/** What each service needs to start; nothing answers at these addresses, and /health must not care. */
const database = 'DATABASE_URL=postgres://todo:none@127.0.0.1:9/todo';
const identity = ['AUTH_ISSUER=http://todo.local', 'AUTH_JWKS_URL=http://127.0.0.1:9/api/auth/jwks'];
const environment: Readonly<Record<string, readonly string[]>> = {
  backend: [database, ...identity, 'MCP_URL=http://127.0.0.1:9'],
  mcp: [database, ...identity],
  frontend: [
    database,
    'BACKEND_URL=http://127.0.0.1:9',
    'MCP_URL=http://127.0.0.1:9',
    'BETTER_AUTH_URL=http://todo.local',
    'BETTER_AUTH_SECRET=bench-only-0123456789abcdef0123456789abcdef',
  ],
};

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

/** Milliseconds from the container's own StartedAt to its first 200 on /health. */
async function start(ref: string, env: readonly string[]): Promise<number> {
  const port = await freePort();
  const variables = [...env, `PORT=${port}`, 'LOG_LEVEL=error', 'NODE_ENV=production'].flatMap((line) => [
    '--env',
    line,
  ]);
  const id = docker(
    'run',
    '--detach',
    '--network=host',
    '--read-only',
    '--tmpfs=/tmp',
    '--cap-drop=ALL',
    ...variables,
    ref,
  );
  try {
    for (let tries = 0; tries < 5000; tries++) {
      const response = await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined);
      if (response?.ok) return Date.now() - Date.parse(docker('inspect', '--format', '{{.State.StartedAt}}', id));
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    throw new Error(`${ref} did not answer: ${docker('logs', id)}`);
  } finally {
    docker('rm', '--force', id);
  }
}

const data: Record<string, unknown> = {};
for (const [app, env] of Object.entries(environment)) {
  const { ref } = JSON.parse(readFileSync(join(root, `dist/images/${app}.json`), 'utf8')) as { ref: string };
  const startMilliseconds: number[] = [];
  for (let round = 0; round < rounds; round++) startMilliseconds.push(await start(ref, env));
  data[app] = {
    ref,
    sizeMB: Math.round(Number(docker('inspect', '--format', '{{.Size}}', ref)) / 1e5) / 10,
    startToFirst200MedianMs: median(startMilliseconds),
    startMilliseconds,
  };
}
record('images', 'npx nx run-many -t docker-build -p backend,frontend,mcp && node bench/images.ts', data);
