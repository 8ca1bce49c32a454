import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type Program, programFromImage } from '@nx-kube/local';

import { buildImages } from '../deploy/build-images.ts';
import { PluginError } from '../error.ts';
import type { World } from '../world.ts';
import { developmentMaker } from './development-maker.ts';
import { TARGETS } from './judge-change.ts';
import type { Maker } from './maker.ts';
import { nxMaker } from './nx-maker.ts';
import { workerMaker } from './worker-maker.ts';
import { targetOf, type Workspace } from './workspace.ts';

/**
 * How a project is made for development, by the targets that it has: `dev` runs in place of its image's program, `build-worker`
 * stays and builds, and whatever has neither is built by `build`.
 *
 * @throws PluginError NO_PROGRAM, BAD_TARGET
 */
export function chooseMaker(project: string, workspace: Workspace, world: World): Maker {
  const { root, env } = world;
  const develop = targetOf(workspace, project, TARGETS.develop);
  if (develop !== undefined) return developmentMaker({ root, project, target: develop });
  const folder = workspace.graph.nodes[project]?.data.root;
  if (folder === undefined) {
    const fix = 'name a project of this workspace in the stack';
    throw new PluginError('NO_PROGRAM', { doing: `watch ${project}`, because: 'Nx knows no such project', fix });
  }
  // Read anew each time: it may be what has changed.
  const programOf = (context: string): Program =>
    programFromImage({
      dockerfile: readFileSync(join(root, folder, 'Dockerfile'), 'utf8'),
      context: join(root, context),
      made: join(root, 'dist/dev', project, 'made'),
    });
  const worker = targetOf(workspace, project, TARGETS.worker);
  if (worker !== undefined) return workerMaker({ root, project, target: worker, env, programOf });
  return nxMaker(
    () => buildImages([project], TARGETS.build, world),
    () => programOf(join('dist/apps', project)),
  );
}
