/** Opens a run folder, starts children of these names, and waits to be killed. Prints one line of JSON. */
import { spawn } from 'node:child_process';

import { openRunFolder } from '../run-folder.ts';

const LOOP = 'trap "exit 0" TERM; while :; do sleep 0.02; done';

const [folder = '', ...names] = process.argv.slice(2);
const run = await openRunFolder({ folder, stack: 'todo', mode: 'local', emit: () => undefined });
if (run.type === 'running') {
  process.stdout.write(`${JSON.stringify({ running: run.state.pid })}\n`);
} else {
  const children = names.map((name) => {
    const { pid = 0 } = spawn('/bin/sh', ['-c', LOOP], { detached: true, stdio: 'ignore' });
    run.remember({ pid, name, signal: 'SIGTERM' });
    return { process: name, workload: name, state: 'ready', pid, restarts: 0, since: '' } as const;
  });
  const urls = ['http://localhost:8080'];
  const base = { stack: 'todo', mode: 'local', pid: process.pid, startedAt: '', ready: true, problems: [] } as const;
  run.publish({ ...base, urls, processes: children });
  process.stdout.write(`${JSON.stringify({ children: children.map(({ pid }) => pid) })}\n`);
  process.on('SIGTERM', () => void run.close().then(() => process.exit(0)));
  setInterval(() => undefined, 1000);
}
