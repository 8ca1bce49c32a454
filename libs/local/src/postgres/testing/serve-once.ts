/** `node serve-once.ts WORKSPACE [UID]`: one local run with a database, as this user or another. Prints a line of JSON. */
import { statSync } from 'node:fs';
import { join } from 'node:path';

import { openRunFolder } from '../../state/run-folder.ts';
import { preparePostgres } from '../prepare-postgres.ts';
import { query } from './query.ts';
import { freePort, startServer } from './server.ts';

const [root = '', uid] = process.argv.slice(2);
if (uid !== undefined) {
  // Here, with all modules loaded: that user may not be able to read them.
  process.setgroups?.([]);
  process.setgid?.(Number(uid));
  process.setuid?.(Number(uid));
}
const folder = join(root, '.nx-kube/local/todo');
const run = await openRunFolder({ folder, stack: 'todo', mode: 'local', emit: () => undefined });
if (run.type !== 'own') throw new Error(`process ${run.state.pid} has it`);
const account = { user: 'todo', password: 'secret', database: 'todo', port: await freePort() };
const data = run.data('data-postgres-0');
const server = await preparePostgres({ root, data, ...account, signal: AbortSignal.timeout(60_000) });
const running = await startServer(server, account.port);
try {
  await query(account, 'CREATE TABLE IF NOT EXISTS seen (id int)');
  await query(account, 'INSERT INTO seen VALUES (1)');
  const [seen] = await query(account, 'SELECT count(*) FROM seen');
  const owner = statSync(server.cwd).uid;
  process.stdout.write(`${JSON.stringify({ seen: Number(seen), data, owner, program: server.command[0] })}\n`);
} finally {
  await running.end(server.stopSignal);
  await run.close();
}
