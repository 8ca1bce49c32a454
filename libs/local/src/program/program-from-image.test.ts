import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { LocalError } from '../error.ts';
import { programFromImage } from './program-from-image.ts';

const folder = mkdtempSync(join(tmpdir(), 'program-'));
const context = join(folder, 'context');
const made = join(folder, 'made');
for (const name of ['app', 'other', 'root/etc']) mkdirSync(join(context, name), { recursive: true });
for (const name of ['app/main.mjs', 'a.mjs', 'b.mjs', 'root/run.mjs']) writeFileSync(join(context, name), '');
afterAll(() => rmSync(folder, { recursive: true }));

const read = (dockerfile: string, base?: (name: string) => string | undefined) =>
  programFromImage({ dockerfile, context, made, ...(base && { base }) });

const repository = join(import.meta.dirname, '../../../..');
const textOf = (path: string): string => readFileSync(join(repository, path), 'utf8');

test.each(['backend', 'frontend', 'mcp'])('the image of %s runs its bundle with a cache that it may write', (name) => {
  const base = (image: string) => (image === 'node-base' ? textOf('tools/images/node-base/Dockerfile') : undefined);
  const program = read(textOf(`apps/${name}/Dockerfile`), base);
  expect(program).toMatchObject({
    type: 'process',
    command: ['node', '/app/main.mjs'],
    env: { NODE_COMPILE_CACHE: '/app/cc', NODE_ENV: 'production' },
    paths: { '/app': join(context, 'app'), '/app/cc': join(made, 'app/cc') },
    cwd: join(context, 'app'),
  });
  expect(program).not.toHaveProperty('env.PATH');
  expect(statSync(join(made, 'app/cc')).isDirectory()).toBe(true);
});

test('only the last stage counts, and what it inherits from one before', () => {
  const program = read(`
    # a comment
    ARG NODE=24
    FROM node:$NODE AS base
    ENV A=1 B="two words"
    ENV C the rest of the line
    WORKDIR /srv
    ENTRYPOINT ["node"]
    CMD ["never.mjs"]
    FROM other AS unused
    ENV A=2 D=4
    FROM base
    ARG MODE=fast
    ENV E=\${MODE}-$A \\
      # a comment between
      F=6
    CMD ["main.mjs", "--x"]
  `);
  expect(program).toMatchObject({
    command: ['node', 'main.mjs', '--x'],
    entrypoint: ['node'],
    env: { A: '1', B: 'two words', C: 'the rest of the line', E: 'fast-1', F: '6' },
    cwd: context,
  });
  expect(program).not.toHaveProperty('env.D');
});

test('a command that was inherited does not outlive another entrypoint', () => {
  const program = read('FROM x AS a\nCMD ["old"]\nFROM a\nENTRYPOINT ["new"]');
  expect(program).toMatchObject({ command: ['new'], entrypoint: ['new'] });
});

test('the shell form runs by a shell', () => {
  expect(read('FROM x\nCMD node main.mjs && true')).toMatchObject({
    command: ['/bin/sh', '-c', 'node main.mjs && true'],
  });
});

test.each([
  ['COPY app/ /app/', { '/app': 'app' }],
  ['COPY app /srv', { '/srv': 'app' }],
  ['COPY . /app', { '/app': '' }],
  ['COPY ./app/main.mjs /x/', { '/x/main.mjs': 'app/main.mjs' }],
  ['COPY a.mjs /warm.mjs', { '/warm.mjs': 'a.mjs' }],
  ['COPY a.mjs b.mjs /x/', { '/x/a.mjs': 'a.mjs', '/x/b.mjs': 'b.mjs' }],
  ['COPY *.mjs /x', { '/x/a.mjs': 'a.mjs', '/x/b.mjs': 'b.mjs' }],
  ['COPY --chown=1:1 --link ["a.mjs", "/x y/"]', { '/x y/a.mjs': 'a.mjs' }],
  ['WORKDIR /srv\nCOPY app lib', { '/srv/lib': 'app' }],
  ['WORKDIR /srv\nCOPY app .', { '/srv': 'app' }],
  ['COPY root/ /', { '/run.mjs': 'root/run.mjs', '/etc': 'root/etc' }],
  ['ADD app/ /app/', { '/app': 'app' }],
])('%s is found on this machine', (copy, paths) => {
  const absolute = Object.fromEntries(Object.entries(paths).map(([path, name]) => [path, join(context, name)]));
  expect(read(`FROM x\n${copy}`)).toMatchObject({ paths: absolute });
});

test('the whole file system of another stage is nothing for this machine', () => {
  expect(read('FROM x AS a\nFROM y\nCOPY --from=a /rootfs/ /')).toMatchObject({ paths: {} });
});

test.each([
  ['an unknown instruction', 'FROM x\n\nRUNN x', 3],
  ['an instruction before FROM', 'CMD ["x"]', 1],
  ['nothing', '# nothing', 1],
  ['a COPY without a target', 'FROM x\nCOPY a', 2],
  ['a file from elsewhere', 'FROM x\nADD https://a.example/b /b', 2],
  ['two folders in one', 'FROM x\nCOPY app/ /app/\nCOPY other/ /app/', 3],
  ['a here-document', 'FROM x\nCOPY <<EOF /a\nx\nEOF', 2],
  ['a variable without a value', 'FROM x\nENV \\\n  A', 2],
])('%s is an error that names its line', (_, text, line) => {
  const caught = ((): LocalError | undefined => {
    try {
      read(text);
      return undefined;
    } catch (error) {
      return error as LocalError;
    }
  })();
  expect(caught?.code).toBe('BAD_DOCKERFILE');
  expect(caught?.doing).toContain(`line ${line} `);
});
