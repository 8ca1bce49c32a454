import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import pg from 'pg';

/** `node psql.ts CONTEXT NAMESPACE SQL`: one statement over a port-forward; PGPASSWORD holds the password. */
const [context = '', namespace = '', statement = ''] = process.argv.slice(2);
const forward = spawn('kubectl', ['--context', context, '-n', namespace, 'port-forward', 'service/postgres', ':5432'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const [line] = (await once(createInterface({ input: forward.stdout }), 'line')) as [string];
  const port = Number(/127\.0\.0\.1:(\d+)/.exec(line)?.[1]);
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'todo', database: 'todo' });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(statement);
  console.log(JSON.stringify(rows));
  await client.end();
} finally {
  forward.kill();
}
