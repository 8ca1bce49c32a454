import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { ensureImage, stageContext } from '@nx-kube/image';
import type { EnsuredImage, EnsureOptions, ImageReference } from '@nx-kube/image';
import { onTestFinished } from 'vitest';

const run = promisify(execFile);

/** Calls docker; fails if docker does. */
export async function docker(...args: string[]): Promise<string> {
  return (await run('docker', args, { maxBuffer: 64 << 20 })).stdout.trim();
}

/** Whether the engine has an image of this name. */
export async function hasImage(ref: string): Promise<boolean> {
  return (await docker('image', 'ls', '--quiet', ref)) !== '';
}

/** A workspace of one image project, whose name no other test has. */
export interface ImageWorkspace {
  readonly root: string;
  readonly project: string;
  /** Writes files of the build; paths relative to its output. */
  readonly write: (files: Readonly<Record<string, string>>) => Promise<void>;
  readonly dockerfile: (text: string) => Promise<void>;
  readonly bundle: (bases?: Readonly<Record<string, string>>) => Promise<ImageReference>;
  readonly ensure: (more?: Partial<EnsureOptions>) => Promise<EnsuredImage>;
  /** Content of a file in an image. */
  readonly read: (ref: string, path: string) => Promise<string>;
}

/** Makes one; its folder and all its images go away with the test. */
export async function imageWorkspace(): Promise<ImageWorkspace> {
  const root = await mkdtemp(join(tmpdir(), 'image-e2e-'));
  const project = `e2e-${randomBytes(4).toString('hex')}`;
  const projectRoot = `apps/${project}`;
  onTestFinished(async () => {
    await rm(root, { recursive: true, force: true });
    const names = await docker('image', 'ls', '--format', '{{.Repository}}:{{.Tag}}');
    const ours = names.split('\n').filter((name) => name.includes(project));
    if (ours.length > 0) await docker('image', 'rm', '--force', ...ours);
  });
  const put = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  };
  await put(`${projectRoot}/Dockerfile`, 'FROM scratch\nCOPY app/ /app/\nCMD ["/app/main"]\n');
  await put(`dist/apps/${project}/app/main`, 'A');
  return {
    root,
    project,
    async write(files) {
      for (const [path, text] of Object.entries(files)) await put(`dist/apps/${project}/${path}`, text);
    },
    dockerfile: (text) => put(`${projectRoot}/Dockerfile`, text),
    bundle: (bases = {}) =>
      stageContext({ root, project, projectRoot, bases, sources: [{ from: `dist/apps/${project}`, to: '.' }] }),
    ensure: (more = {}) => ensureImage({ root, project, projectRoot, ...more }),
    async read(ref, path) {
      const container = await docker('create', ref);
      const target = join(root, 'copied');
      await docker('cp', `${container}:${path}`, target);
      await docker('rm', container);
      return readFile(target, 'utf8');
    },
  };
}
