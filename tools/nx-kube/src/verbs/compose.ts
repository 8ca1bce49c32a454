import { renderCompose } from '@nx-kube/manifests/compose';

import { chooseFolder } from '../files/choose-folder.ts';
import { replaceFiles } from '../files/replace-files.ts';
import { loadStack, requireEnvironment } from '../stack/load-stack.ts';
import { readReferences } from '../stack/references.ts';
import type { Outcome, World } from '../world.ts';

/** Options of the verb; see the table of verbs. */
export interface ComposeOptions {
  readonly stack: string;
  readonly environment?: string;
  readonly outputPath?: string;
}

/** Writes compose.yaml and what it needs, all of it or nothing, among the other faces of the stack. */
export async function run(options: ComposeOptions, world: World): Promise<Outcome> {
  const { root, emit, signal } = world;
  const { environment } = options;
  const stack = await loadStack(root, options.stack);
  if (environment !== undefined) requireEnvironment(stack, environment);
  const images = await readReferences(root, stack.images);
  const { folder, usual, shown } = chooseFolder(world, 'dist/deploy', options.outputPath);
  const files = renderCompose(stack, { images, ...(environment === undefined ? {} : { environment }) });
  await replaceFiles({ folder, usual, files, verb: 'compose', signal });
  emit({ type: 'note', kind: 'rendered', message: `${Object.keys(files).length} files in ${shown}` });
  return 'done';
}
