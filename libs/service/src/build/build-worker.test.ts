import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';

const MAIN = `
import whole, { plain } from 'plain';
import common, { named } from 'common';
import { readFileSync } from 'node:fs';
const { late } = await import('late');
const { total } = await import('./total.ts');
const text = readFileSync(new URL('texts/hello.txt', import.meta.url), 'utf8');
console.log(JSON.stringify([whole, plain, common.named, named, late, total(2), text]));
`;
const TOTAL = "import { price } from './price.ts';\nexport const total = (count: number): number => price(count);\n";
const PRICE = 'export const price = (count: number): number => count * 3;\n';

let root = '';
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'worker-')));
  const manifest = (name: string, type: string): Promise<void> =>
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, type, main: 'index.js' }));
  await Promise.all([
    manifest('plain', 'module'),
    manifest('late', 'module'),
    manifest('common', 'commonjs'),
    manifest('other', 'module'),
    write('node_modules/plain/index.js', "export default 'whole'; export const plain = 'plain';"),
    write('node_modules/late/index.js', "import { plain } from 'plain'; export const late = `late ${plain}`;"),
    write('node_modules/common/index.js', "exports.named = 'named';"),
    write('node_modules/other/index.js', "export const other = 'other';"),
    write('apps/shop/src/main.ts', MAIN),
    write('apps/shop/src/price.ts', PRICE),
    write('apps/shop/src/total.ts', TOTAL),
    write('texts/hello.txt', 'hello'),
    write('build.mts', program()),
  ]);
});
afterEach(() => rm(root, { recursive: true }));

const program = (): string => `
import { buildService } from ${JSON.stringify(join(import.meta.dirname, 'build-service.ts'))};
await buildService({
  root: import.meta.dirname,
  project: 'apps/shop',
  entries: ['main'],
  folders: { texts: 'texts' },
});
`;

async function write(path: string, content: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}

interface Worker {
  build(out: string): Promise<Readonly<Record<string, unknown>>>;
  end(): Promise<unknown>;
}

function startWorker(): Worker {
  const child = spawn(process.execPath, [join(root, 'build.mts'), '--worker'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async build(out) {
      child.stdin.write(`${JSON.stringify({ out })}\n`);
      const { value } = (await lines.next()) as { value: string };
      return JSON.parse(value) as Record<string, unknown>;
    },
    async end() {
      child.stdin.end();
      return ((await ended) as unknown[])[0];
    },
  };
}

async function run(out: string): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(root, out, 'app/main.mjs')]);
  return JSON.parse(stdout);
}

test('what a worker builds runs, with packages of both kinds of modules, and an older build still does after a newer one', async () => {
  const worker = startWorker();
  expect(await worker.build('dist/dev/shop/0')).toMatchObject({ ok: true, context: 'dist/dev/shop/0' });
  await write('apps/shop/src/price.ts', `import { other } from 'other';\n${PRICE.replace('* 3', '+ other')}`);
  expect(await worker.build('dist/dev/shop/1')).toMatchObject({ ok: true });
  const first = ['whole', 'plain', 'named', 'named', 'late plain', 6, 'hello'];
  expect(await run('dist/dev/shop/0')).toEqual(first);
  expect(await run('dist/dev/shop/1')).toEqual(first.with(5, '2other'));
  expect(await worker.end()).toBe(0);
});

test('the digest says whether other code would run', async () => {
  const worker = startWorker();
  const digest = async (): Promise<unknown> => (await worker.build('dist/dev/shop/0'))['digest'];
  const first = await digest();
  await write('apps/shop/src/price.ts', `// Three each.\n${PRICE}`);
  expect(await digest()).toBe(first);
  await write('texts/hello.txt', 'good morning');
  const second = await digest();
  expect(second).not.toBe(first);
  await write('apps/shop/src/price.ts', PRICE.replace('3', '4'));
  expect(await digest()).not.toBe(second);
  await worker.end();
});

test('a fault is answered with its place, and mended by the next build', async () => {
  const worker = startWorker();
  await write('apps/shop/src/price.ts', `\n${PRICE.replace('count *', 'count * *')}`);
  const { ok, errors } = await worker.build('dist/dev/shop/0');
  expect(ok).toBe(false);
  expect(errors).toEqual([expect.objectContaining({ file: 'apps/shop/src/price.ts', line: 2, column: 57 })]);
  await write('apps/shop/src/price.ts', PRICE);
  expect(await worker.build('dist/dev/shop/0')).toMatchObject({ ok: true });
  await worker.end();
});

test('what is no request is answered, too', async () => {
  const worker = startWorker();
  expect(await worker.build('')).toMatchObject({ ok: false, errors: [expect.anything()] });
  expect(await worker.build('dist/dev/shop/0')).toMatchObject({ ok: true });
  await worker.end();
});
