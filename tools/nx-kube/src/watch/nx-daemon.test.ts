import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

import { afterAll, beforeAll, expect, test } from 'vitest';

const modules = join(import.meta.dirname, '../../../../node_modules');

let root = '';
beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'daemon-')));
  symlinkSync(modules, join(root, 'node_modules'));
  write('package.json', '{"name":"shop"}');
  write('nx.json', '{"analytics":false,"neverConnectToCloud":true,"namedInputs":{"own":["{projectRoot}/**/*"]}}');
  write('.gitignore', 'node_modules\n.nx\ndist\n');
  write('apps/shop/project.json', '{"name":"shop","targets":{"build":{"command":"true"}}}');
  write('apps/shop/main.ts', 'first');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** Nx finds its workspace when it is loaded, so each has a process of its own. */
const PROGRAM = `
import { createInterface } from 'node:readline';
const { openNxDaemon } = await import(process.argv[1]);
const say = (name, value) => console.log(JSON.stringify({ name, value }));
const daemon = await openNxDaemon(process.cwd());
await daemon.watch((files) => say('changed', files), (error) => say('failed', error.code));
const graph = async () => {
  try {
    const { graph, namedInputs } = await daemon.workspace();
    say('graph', [Object.keys(graph.nodes), Object.keys(namedInputs)]);
  } catch (error) {
    say('error', error.because);
  }
};
await graph();
for await (const line of createInterface({ input: process.stdin })) await graph();
await daemon.close();
say('closed', true);
process.exit();
`;

test(
  'files and projects that change are told, in CI too, and a daemon that was started is ended',
  { timeout: 90_000 },
  async () => {
    const module = join(import.meta.dirname, 'nx-daemon.ts');
    const child = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM, module], {
      cwd: root,
      env: { PATH: process.env['PATH'], HOME: root, CI: 'true' },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const next = async (name: string): Promise<unknown> => {
      for (;;) {
        const { value, done } = (await lines.next()) as { value: string; done?: boolean };
        if (done) throw new Error(`ended before it said ${name}`);
        const said = JSON.parse(value) as { name: string; value: unknown };
        if (said.name === name) return said.value;
      }
    };
    /** What was written before the watching began may be told, too. */
    const changed = async (file: string): Promise<readonly string[]> => {
      const told: string[] = [];
      while (!told.includes(file)) told.push(...((await next('changed')) as string[]));
      return told;
    };
    expect(await next('graph')).toEqual([['shop'], ['own']]);
    write('dist/out.js', 'ignored');
    write('apps/shop/main.ts', 'second');
    expect(await changed('apps/shop/main.ts')).not.toContain('dist/out.js');
    write('apps/shop/project.json', '{"name":');
    await changed('apps/shop/project.json');
    child.stdin.write('\n');
    expect(await next('error')).toContain('apps/shop/project.json');
    write('apps/shop/project.json', '{"name":"store"}');
    await changed('apps/shop/project.json');
    child.stdin.write('\n');
    expect(await next('graph')).toEqual([['store'], ['own']]);
    child.stdin.end();
    expect(await next('closed')).toBe(true);
  },
);
