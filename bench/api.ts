import { addUser, startIssuer, startTestPostgres } from '@todo/testing';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { drive, type Round } from './api/load.ts';
import { startReplica, type Replica } from './api/replica.ts';
import { median, record } from './record.ts';

/**
 * The list of tasks, 50 of 100, from two replicas of the built backend and from two processes of a bare handler on the same
 * query and database: interleaved rounds, so that both see the machine's other load alike.
 */
const ROUNDS = 9;
const SECONDS = 5;
const CONNECTIONS = 10;
const USERS = 20;
const TASKS = 100;

const built = join(import.meta.dirname, '../dist/apps/backend/app');
/** Of the image: see apps/backend/Dockerfile. */
const NODE_OPTIONS = '--max-semi-space-size=4';

const postgres = await startTestPostgres();
const issuer = await startIssuer();
const replicas: Replica[] = [];
try {
  const database = { DATABASE_URL: postgres.url };
  execFileSync(process.execPath, [join(built, 'migrate.mjs')], { env: { ...database, LOG_LEVEL: 'error' } });
  const userId = await fill();
  const env = {
    ...database,
    NODE_OPTIONS,
    AUTH_ISSUER: issuer.issuer,
    AUTH_JWKS_URL: issuer.jwksUrl,
    MCP_URL: 'http://127.0.0.1:9',
    RATE_READS_PER_MINUTE: '1000000',
  };
  const pair = async (file: string): Promise<readonly string[]> => {
    const made = await Promise.all([startReplica(file, env), startReplica(file, env)]);
    replicas.push(...made);
    return made.map(({ url }) => `${url}/api/${userId}/tasks?limit=50`);
  };
  const urls = {
    backend: await pair(join(built, 'main.mjs')),
    bare: await pair(fileURLToPath(new URL('./api/bare-server.ts', import.meta.url))),
  };
  const headers = { authorization: `Bearer ${await issuer.mint({ sub: userId, expiresIn: 3600 })}` };
  await same(urls.backend[0]!, urls.bare[0]!, headers);
  const options = { headers, connections: CONNECTIONS };
  for (const pairOf of [urls.bare, urls.backend]) await drive({ ...options, urls: pairOf, seconds: 3 });

  const rounds: { readonly backend: Round; readonly bare: Round }[] = [];
  for (let index = 0; index < ROUNDS; index++) {
    const order = index % 2 === 0 ? (['bare', 'backend'] as const) : (['backend', 'bare'] as const);
    const measured: Partial<Record<'bare' | 'backend', Round>> = {};
    for (const name of order) measured[name] = await drive({ ...options, urls: urls[name], seconds: SECONDS });
    rounds.push(measured as { backend: Round; bare: Round });
  }
  const of = (name: 'backend' | 'bare', field: keyof Round): number => median(rounds.map((each) => each[name][field]));
  const summary = (name: 'backend' | 'bare'): Round => ({
    requestsPerSecond: of(name, 'requestsPerSecond'),
    p50Milliseconds: of(name, 'p50Milliseconds'),
    p95Milliseconds: of(name, 'p95Milliseconds'),
  });
  const ratio = (of: (each: (typeof rounds)[number]) => number): number =>
    Math.round(median(rounds.map(of)) * 1000) / 1000;
  record('api', 'npx nx run bench:api', {
    what: 'GET /api/{user_id}/tasks?limit=50 of 100 tasks; 2 processes each',
    settings: {
      rounds: ROUNDS,
      secondsPerRound: SECONDS,
      connections: 2 * CONNECTIONS,
      users: USERS,
      tasksPerUser: TASKS,
      NODE_OPTIONS,
    },
    backend: summary('backend'),
    bare: summary('bare'),
    medianRatio: {
      requestsPerSecond: ratio(({ backend, bare }) => backend.requestsPerSecond / bare.requestsPerSecond),
      p95: ratio(({ backend, bare }) => bare.p95Milliseconds / backend.p95Milliseconds),
    },
    asked: 0.8,
    rounds,
  });
} finally {
  await Promise.all(replicas.map((replica) => replica.stop()));
  await issuer.close();
  await postgres.remove();
}

/** People with tasks; gives one of them. */
async function fill(): Promise<string> {
  const users = await Promise.all(Array.from({ length: USERS }, () => addUser(postgres.url)));
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  await client.query(
    `INSERT INTO tasks (user_id, title, description, tags, due_at)
     SELECT user_id, 'Task number ' || n, 'What there is to say about task ' || n, ARRAY['home', 'bench'], now() + n * interval '1 hour'
     FROM unnest($1::text[]) AS user_id, generate_series(1, ${TASKS}) AS n`,
    [users],
  );
  await client.query('ANALYZE tasks');
  await client.end();
  return users[0]!;
}

/** Both must give the same answer, or there is nothing to compare. */
async function same(one: string, other: string, headers: Readonly<Record<string, string>>): Promise<void> {
  const [a, b] = await Promise.all(
    [one, other].map(async (url) => JSON.stringify(await (await fetch(url, { headers })).json())),
  );
  if (a !== b) throw new Error(`the answers differ:\n${a?.slice(0, 500)}\n${b?.slice(0, 500)}`);
}
