import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';

import { renderFiles } from '@nx-kube/manifests';

import { loadStack, requireEnvironment } from '../stack/load-stack.ts';
import { readReferences } from '../stack/references.ts';
import type { Outcome, World } from '../world.ts';

/** Options of the verb; see the table of verbs. */
export interface RenderOptions {
  readonly stack: string;
  readonly environment: string;
  readonly namespace?: string;
  readonly outputPath?: string;
}

/**
 * Writes the manifests of one environment, one file per object. They are for people: a deploy never reads them, and no
 * secret value is in them. The folder is replaced as one.
 */
export async function run(options: RenderOptions, { root, emit }: World): Promise<Outcome> {
  const { environment, namespace, outputPath: directory = join('dist/deploy', environment, 'k8s') } = options;
  const stack = await loadStack(root, options.stack);
  requireEnvironment(stack, environment);
  const images = await readReferences(root, stack.images);
  const files = renderFiles(stack, {
    environment,
    images,
    directory,
    ...(namespace === undefined ? {} : { namespace }),
  });
  const folder = resolve(root, directory);
  await replaceFolder(folder, files);
  emit({ type: 'note', kind: 'rendered', message: `${Object.keys(files).length} files in ${relative(root, folder)}` });
  return 'done';
}

async function replaceFolder(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  const draft = `${folder}.${process.pid}`;
  try {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(draft, name)), { recursive: true });
      await writeFile(join(draft, name), text);
    }
    await rm(folder, { recursive: true, force: true });
    await rename(draft, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
