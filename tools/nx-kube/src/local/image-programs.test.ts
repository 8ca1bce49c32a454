import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, expect, test } from 'vitest';

import { imagePrograms } from './image-programs.ts';

const root = mkdtempSync(join(tmpdir(), 'nx-kube-programs-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
}

write('apps/api/package.json', '{"name":"@shop/api","nx":{"name":"api"}}');
write('apps/api/Dockerfile', 'FROM base\nCOPY app/ /app/\nCMD ["node", "/app/main.mjs"]\n');
write('tools/base/package.json', '{"name":"base"}');
write('tools/base/Dockerfile', 'FROM scratch\nENV MODE=production\nWORKDIR /app\n');
write('dist/apps/api/app/main.mjs', '');
write('node_modules/other/package.json', '{"name":"other"}');
write('node_modules/other/Dockerfile', 'FROM base\nCMD ["other"]\n');
const programs = imagePrograms(root, (project) => join(root, 'state', project));

test('a project runs as its Dockerfile and that of its base say, on what its build made', () => {
  expect(programs('api')).toMatchObject({
    type: 'process',
    command: ['node', '/app/main.mjs'],
    env: { MODE: 'production' },
    cwd: join(root, 'state/api/built/app'),
    paths: { '/app': join(root, 'state/api/built/app') },
  });
});

test('a project without a Dockerfile is named; packages are not looked into', () => {
  expect(() => programs('other')).toThrow('no project of that name has a Dockerfile');
});
