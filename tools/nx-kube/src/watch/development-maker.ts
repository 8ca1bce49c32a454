import { join } from 'node:path';

import { commandWords } from './command-words.ts';
import { TARGETS } from './judge-change.ts';
import type { Maker } from './maker.ts';
import { type Target } from './workspace.ts';

/** A project and one of its targets. */
export interface TargetOfProject {
  /** Absolute path of the workspace. */
  readonly root: string;
  readonly project: string;
  readonly target: Target;
}

/**
 * A project with a command of its own for development: it reads its sources itself, and reloads what has changed. Only what the
 * inputs of that target name makes it start anew.
 */
export function developmentMaker({ root, project, target: { options = {} } }: TargetOfProject): Maker {
  const command = commandWords(options['command'], `${project}:${TARGETS.develop}`);
  const { cwd } = options;
  let times = 0;
  return {
    target: TARGETS.develop,
    make: async () => ({
      ok: true,
      key: String(times++),
      program: {
        type: 'process',
        command,
        env: { NODE_ENV: 'development' },
        paths: {},
        cwd: join(root, typeof cwd === 'string' ? cwd : '.'),
        reloads: true,
      },
    }),
    reset: async () => undefined,
    close: async () => undefined,
  };
}
