import { join } from 'node:path';

import { renderFiles } from '@nx-kube/manifests';

import { chooseFolder } from '../files/choose-folder.ts';
import { replaceFolder } from '../files/replace-folder.ts';
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
export async function run(options: RenderOptions, world: World): Promise<Outcome> {
  const { root, emit, signal } = world;
  const { environment, namespace } = options;
  const stack = await loadStack(root, options.stack);
  requireEnvironment(stack, environment);
  const images = await readReferences(root, stack.images);
  const { folder, usual, shown } = chooseFolder(world, join('dist/deploy', environment, 'k8s'), options.outputPath);
  const files = renderFiles(stack, {
    environment,
    images,
    directory: shown,
    ...(namespace === undefined ? {} : { namespace }),
  });
  await replaceFolder({ folder, usual, files, verb: 'render', signal });
  emit({ type: 'note', kind: 'rendered', message: `${Object.keys(files).length} files in ${shown}` });
  return 'done';
}
