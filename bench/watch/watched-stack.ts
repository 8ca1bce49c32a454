import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** One line of `--output json`, and when it came. */
export interface Told {
  readonly type: string;
  /** Monotonic milliseconds. */
  readonly at: number;
  readonly kind?: string;
  readonly message?: string;
  readonly process?: string;
  readonly state?: string;
}

/** The stack as `nx-kube watch` runs it. */
export interface WatchedStack {
  readonly url: string;
  /** Everything it has told but the lines of processes; grows. */
  readonly told: readonly Told[];
  stop(): Promise<void>;
}

const root = join(import.meta.dirname, '../..');

/** Starts `nx-kube watch` on this workspace, and waits until it says where it is. */
export async function startWatch(): Promise<WatchedStack> {
  const program = join(root, 'tools/nx-kube/bin/nx-kube.mjs');
  const child = spawn(process.execPath, [program, 'watch', '--output', 'json'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const told: Told[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const event = JSON.parse(line) as Told & { readonly urls?: readonly string[] };
      if (event.type === 'log') return;
      told.push({ ...event, at: performance.now() });
      if (event.type === 'serving') resolve(event.urls?.find((each) => each.startsWith('http://localhost:')) ?? '');
      if (event.type === 'running') reject(new Error('the stack runs already: stop it first'));
      if (event.type === 'error') reject(new Error(line));
    });
    void ended.then(([code]) => reject(new Error(`nx-kube watch ended with ${code}`)));
  });
  return {
    url,
    told,
    async stop() {
      child.kill('SIGINT');
      await ended;
    },
  };
}
