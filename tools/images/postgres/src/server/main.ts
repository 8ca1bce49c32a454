/** Entry point of the container: prepares the database, then runs the server until SIGTERM. */
import { prepareAccounts } from './accounts.ts';
import { runProgram } from './child.ts';
import { prepareCluster } from './cluster.ts';
import { StartError, readConfig } from './config.ts';
import { log } from './log.ts';

let stopping = false;
const stop = (): void => void (stopping = true);
process.on('SIGTERM', stop).on('SIGINT', stop);

try {
  const config = readConfig(process.env);
  await prepareCluster(config.data);
  if (!stopping) await prepareAccounts(config);
  process.exitCode = stopping ? 143 : await serve(config.data, config.port);
} catch (error) {
  const fields = error instanceof StartError ? { fix: error.fix } : { stack: (error as Error).stack };
  log('fatal', (error as Error).message, fields);
  process.exitCode = stopping ? 143 : 1;
}

/** SIGINT is the server's fast shutdown: sessions end, data is flushed; SIGTERM would wait for the sessions. */
async function serve(data: string, port: number): Promise<number> {
  const settings = [
    'listen_addresses=*',
    `port=${port}`,
    'unix_socket_directories=/tmp', // the only folder that is writable besides the volume
    'shared_buffers=32MB',
    'max_connections=200', // the pools of every pod that the autoscalers may start
    'log_line_prefix=', // time and level are fields of our lines
  ];
  const options = settings.flatMap((setting) => ['-c', setting]);
  // Further arguments of the container come last, so they win: args: ["-c", "work_mem=8MB"].
  const args = ['-D', data, ...options, ...process.argv.slice(2)];
  return (await runProgram('postgres', args, { onStop: 'SIGINT' })).code;
}
