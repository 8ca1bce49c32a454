import { existsSync, readFileSync } from 'node:fs';
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
  // Read anew each time: it may be what has changed.
  const dockerfileOf = (name: string): string | undefined => {
    const file = join(root, workspace.graph.nodes[name]?.data.root ?? '', 'Dockerfile');
    return workspace.graph.nodes[name] !== undefined && existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  };
  const programOf = (context: string): Program =>
    programFromImage({
      dockerfile: dockerfileOf(project) ?? '',
      context: join(root, context),
      made: join(root, 'dist/dev', project, 'made'),
      base: dockerfileOf,
    });
  if (dockerfileOf(project) === undefined) {
    const fix = `give ${project} a Dockerfile or a target ${TARGETS.develop}, or leave its workload out with --only`;
    throw new PluginError('NO_PROGRAM', {
      doing: `find out how ${project} runs`,
      because: 'it has no Dockerfile',
      fix,
    });
  }
  const worker = targetOf(workspace, project, TARGETS.worker);
  if (worker !== undefined) return workerMaker({ root, project, target: worker, env, programOf });
  return nxMaker(
    () => buildImages([project], TARGETS.build, world),
    () => programOf(join('dist/apps', project)),
  );
}
