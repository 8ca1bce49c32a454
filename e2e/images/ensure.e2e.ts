import { appendFile, chmod, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { ImageError, contextDigest } from '@nx-kube/image';
import { expect, test } from 'vitest';

import { docker, hasImage, imageWorkspace } from './workspace.ts';

const DEBIAN = 'debian:bookworm-slim';

test('an image is built once, and the second call finds it', async () => {
  const { bundle, ensure, read, project } = await imageWorkspace();
  const { ref } = await bundle();
  expect(await ensure()).toMatchObject({ ref, built: true });
  expect(await ensure()).toMatchObject({ ref, built: false });
  expect(await read(ref, '/app/main')).toBe('A');
  expect(await read(`apps-${project}:latest`, '/app/main')).toBe('A');
});

test('an image that was removed by hand is built again under the same name', async () => {
  const { bundle, ensure, project } = await imageWorkspace();
  const { ref } = await bundle();
  await ensure();
  await docker('image', 'rm', ref, `apps-${project}:latest`);
  expect(await ensure()).toMatchObject({ ref, built: true });
  expect(await hasImage(ref)).toBe(true);
});

test('content that goes A, B, A, B gives the right image each time, and two builds', async () => {
  const { write, bundle, ensure, read, project } = await imageWorkspace();
  const seen = [];
  for (const content of ['A', 'B', 'A', 'B']) {
    await write({ 'app/main': content });
    const { ref } = await bundle();
    const { built } = await ensure();
    const latest = await read(`apps-${project}:latest`, '/app/main');
    seen.push({ content: await read(ref, '/app/main'), latest, built });
  }
  expect(seen).toEqual([
    { content: 'A', latest: 'A', built: true },
    { content: 'B', latest: 'B', built: true },
    { content: 'A', latest: 'A', built: false },
    { content: 'B', latest: 'B', built: false },
  ]);
});

test('a foreign image under our name is not taken for ours', async () => {
  const { bundle, ensure, read } = await imageWorkspace();
  const { ref } = await bundle();
  await docker('image', 'tag', DEBIAN, ref);
  expect(await ensure()).toMatchObject({ built: true });
  expect(await read(ref, '/app/main')).toBe('A');
});

test('of two builds of one image at once, one builds', async () => {
  const { bundle, ensure } = await imageWorkspace();
  await bundle();
  const both = await Promise.all([ensure(), ensure()]);
  expect(both.filter(({ built }) => built)).toHaveLength(1);
});

test('a file that changes during the build stops it, and no image has the name', async () => {
  const { dockerfile, bundle, ensure, root, project } = await imageWorkspace();
  await dockerfile(`FROM ${DEBIAN}\nCOPY app/ /app/\nRUN echo now-${project}; sleep 2\n`); // no layer of an earlier run fits
  const { ref } = await bundle();
  let changed: Promise<void> | undefined;
  const onLine = (line: string): void => {
    if (line.endsWith(` now-${project}`))
      changed ??= appendFile(join(root, 'dist/bundle', project, 'app/main'), 'changed');
  };
  await expect(ensure({ onLine })).rejects.toMatchObject({ code: 'CONTEXT_CHANGED' });
  expect(changed).toBeDefined();
  expect(await hasImage(ref)).toBe(false);
  expect(await hasImage(`${ref}.unverified`)).toBe(false);
});

test('a staged folder that was edited is not built', async () => {
  const { bundle, ensure, root, project } = await imageWorkspace();
  const { ref } = await bundle();
  await writeFile(join(root, 'dist/bundle', project, 'app/main'), 'edited');
  await expect(ensure()).rejects.toMatchObject({ code: 'CONTEXT_CHANGED' });
  expect(await hasImage(ref)).toBe(false);
});

test.each([
  { what: 'a command fails', dockerfile: `FROM ${DEBIAN}\n\nRUN echo reason; exit 3\n`, line: 3, words: 'reason' },
  { what: 'an instruction is unknown', dockerfile: `FROM ${DEBIAN}\nRUNN true\n`, line: 2, words: 'RUNN' },
  { what: 'a file to copy is missing', dockerfile: `FROM ${DEBIAN}\nCOPY absent /x\n`, line: 2, words: 'absent' },
])('the line of the Dockerfile is named when $what', async ({ dockerfile, line, words }) => {
  const workspace = await imageWorkspace();
  await workspace.dockerfile(dockerfile);
  const { ref } = await workspace.bundle();
  const failure = await workspace.ensure().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ImageError);
  expect(failure).toMatchObject({ code: 'BUILD_FAILED' });
  expect((failure as Error).message).toContain(`apps/${workspace.project}/Dockerfile:${line}`);
  expect((failure as Error).message).toContain(words);
  expect(await hasImage(ref)).toBe(false);
});

test('a base that is not there is named with the target that makes it', async () => {
  const { dockerfile, bundle, ensure } = await imageWorkspace();
  await dockerfile('FROM node-base\nCOPY app/ /app/\n');
  await bundle({ 'node-base': 'node-base:00000000deadbeef' });
  const fix = expect.stringContaining('node-base:docker-build') as unknown;
  await expect(ensure()).rejects.toMatchObject({ code: 'BASE_MISSING', fix });
});

test('DOCKER_STOPPED when nobody listens, within five seconds', async () => {
  const { bundle, ensure } = await imageWorkspace();
  await bundle();
  const started = performance.now();
  const stopped = { program: 'docker', env: { DOCKER_HOST: 'tcp://127.0.0.1:1' } };
  await expect(ensure({ docker: stopped })).rejects.toMatchObject({ code: 'DOCKER_STOPPED' });
  expect(performance.now() - started).toBeLessThan(5_000);
});

test('DOCKER_MISSING when there is no such program', async () => {
  const { bundle, ensure } = await imageWorkspace();
  await bundle();
  const missing = { program: 'docker-that-nobody-installed', env: {} };
  await expect(ensure({ docker: missing })).rejects.toMatchObject({ code: 'DOCKER_MISSING' });
});

test('a build that is interrupted leaves no image and no lock', async () => {
  const { dockerfile, bundle, ensure, project } = await imageWorkspace();
  await dockerfile(`FROM ${DEBIAN}\nRUN echo ${project}; sleep 2\n`);
  const { ref } = await bundle();
  await expect(ensure({ signal: AbortSignal.timeout(700) })).rejects.toMatchObject({ code: 'INTERRUPTED' });
  expect(await hasImage(ref)).toBe(false);
  expect(await ensure()).toMatchObject({ built: true });
});

test('a client without buildx builds with the engine itself', async () => {
  const { root, dockerfile, bundle, ensure, read } = await imageWorkspace();
  const program = join(root, 'docker-without-buildx');
  await writeFile(program, '#!/bin/sh\n[ "$1" = buildx ] && exit 1\nexec docker "$@"\n');
  await chmod(program, 0o755);
  const lines: string[] = [];
  const onLine = (line: string): void => void lines.push(line);
  const { ref } = await bundle();
  expect(await ensure({ docker: { program, env: {} }, onLine })).toMatchObject({ built: true });
  expect(lines.join('\n')).toContain('Step 1/');
  expect(await read(ref, '/app/main')).toBe('A');

  await dockerfile(`FROM ${DEBIAN}\n\nRUN exit 3\n`);
  await bundle();
  const failure = await ensure({ docker: { program, env: {} } }).catch((error: unknown) => error);
  expect((failure as Error).message).toContain('/Dockerfile:3');
});

test('bundling leaves nothing but the context and its reference, which anybody can work out from it', async () => {
  const { bundle, ensure, root, project } = await imageWorkspace();
  const { digest } = await bundle();
  const platform = `linux/${process.arch === 'x64' ? 'amd64' : process.arch}`;
  expect(await contextDigest(join(root, 'dist/bundle', project), { platform })).toBe(digest);
  await ensure();
  expect((await readdir(join(root, 'dist'))).toSorted()).toEqual(['apps', 'bundle', 'images']);
  expect(await readdir(join(root, 'dist/bundle'))).toEqual([project]);
  expect(await readdir(join(root, 'dist/images'))).toEqual([`${project}.json`]);
});
