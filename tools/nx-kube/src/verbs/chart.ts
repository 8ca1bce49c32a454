import { join } from 'node:path';

import { renderChart } from '@nx-kube/manifests/chart';

import { chooseFolder } from '../files/choose-folder.ts';
import { replaceFolder } from '../files/replace-folder.ts';
import { loadStack } from '../stack/load-stack.ts';
import { readReferences } from '../stack/references.ts';
import type { Outcome, World } from '../world.ts';

/** Options of the verb; see the table of verbs. */
export interface ChartOptions {
  readonly stack: string;
  readonly outputPath?: string;
}

/** Writes the Helm chart of the stack; the environments are files of values in it. The folder is replaced as one. */
export async function run(options: ChartOptions, world: World): Promise<Outcome> {
  const { root, emit, signal } = world;
  const stack = await loadStack(root, options.stack);
  const images = await readReferences(root, stack.images);
  const { folder, usual, shown } = chooseFolder(world, join('dist/deploy/helm', stack.name), options.outputPath);
  const files = renderChart(stack, { images });
  await replaceFolder({ folder, usual, files, verb: 'chart', signal });
  emit({ type: 'note', kind: 'rendered', message: `${Object.keys(files).length} files in ${shown}` });
  return 'done';
}
