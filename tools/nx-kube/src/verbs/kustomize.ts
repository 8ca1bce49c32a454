import { renderKustomize } from '@nx-kube/manifests/kustomize';

import { chooseFolder } from '../files/choose-folder.ts';
import { replaceFolder } from '../files/replace-folder.ts';
import { loadStack } from '../stack/load-stack.ts';
import { readReferences } from '../stack/references.ts';
import type { Outcome, World } from '../world.ts';

/** Options of the verb; see the table of verbs. */
export interface KustomizeOptions {
  readonly stack: string;
  readonly outputPath?: string;
}

/** Writes a base and an overlay per environment. The folder is replaced as one; filled in files of secrets stay. */
export async function run(options: KustomizeOptions, world: World): Promise<Outcome> {
  const { root, emit, signal } = world;
  const stack = await loadStack(root, options.stack);
  const images = await readReferences(root, stack.images);
  const { folder, usual, shown } = chooseFolder(world, 'dist/deploy/kustomize', options.outputPath);
  const files = renderKustomize(stack, { images });
  await replaceFolder({ folder, usual, files, verb: 'kustomize', signal });
  emit({ type: 'note', kind: 'rendered', message: `${Object.keys(files).length} files in ${shown}` });
  return 'done';
}
