import { relative, resolve } from 'node:path';

import type { World } from '../world.ts';
import type { Output } from './output.ts';

/**
 * Where a verb writes: the folder that was asked for, else its usual one.
 *
 * @param usual relative to the workspace
 * @param asked as in `--output-path`, relative to the workspace
 */
export function chooseFolder(
  { root, emit, underNx }: World,
  usual: string,
  asked: string = usual,
): Pick<Output, 'folder' | 'usual'> & { readonly shown: string } {
  const folder = resolve(root, asked);
  const shown = relative(root, folder) || '.';
  if (underNx && shown.startsWith('..')) {
    const message = `${folder} is outside of the workspace: when Nx answers from its cache, nothing is written there; use \`npx nx-kube\``;
    emit({ type: 'note', kind: 'outside', message });
  }
  return { folder, usual: folder === resolve(root, usual), shown };
}
