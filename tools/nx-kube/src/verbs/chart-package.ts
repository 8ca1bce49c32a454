import { join } from 'node:path';

import { renderChart } from '@nx-kube/manifests/chart';

import { archive } from '../files/archive.ts';
import { chooseFolder } from '../files/choose-folder.ts';
import { replaceFiles } from '../files/replace-files.ts';
import { loadStack } from '../stack/load-stack.ts';
import { readReferences } from '../stack/references.ts';
import type { Outcome, World } from '../world.ts';

/** Options of the verb; see the table of verbs. */
export interface ChartPackageOptions {
  readonly stack: string;
  readonly outputPath?: string;
}

/**
 * Packs the Helm chart as `helm package` does. It renders the chart itself, so that the package never is that of an older
 * chart which lies about; the package of an earlier version goes.
 */
export async function run(options: ChartPackageOptions, world: World): Promise<Outcome> {
  const { root, emit, signal } = world;
  const stack = await loadStack(root, options.stack);
  const images = await readReferences(root, stack.images);
  const { folder, usual, shown } = chooseFolder(world, 'dist/deploy/helm', options.outputPath);
  const name = `${stack.name}-${stack.chart.version}.tgz`;
  const files = { [name]: archive(stack.name, renderChart(stack, { images })) };
  await replaceFiles({ folder, usual, files, verb: 'chart-package', signal });
  emit({ type: 'note', kind: 'packed', message: join(shown, name) });
  return 'done';
}
