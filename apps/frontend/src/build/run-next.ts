import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { BuildError } from './error.ts';
import { BUILD_TIME_ACTION_KEY } from './normalise.ts';

/**
 * Runs `next build` from nothing: no cache of a former build, no variable of the caller's but PATH.
 *
 * @throws BuildError NEXT_FAILED; what Next says about it is on the terminal
 */
export async function runNextBuild(appFolder: string, id: string): Promise<void> {
  await rm(join(appFolder, '.next'), { recursive: true, force: true });
  const next = createRequire(join(appFolder, 'package.json')).resolve('next/dist/bin/next');
  const child = spawn(process.execPath, [next, 'build'], {
    cwd: appFolder,
    stdio: 'inherit',
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: BUILD_TIME_ACTION_KEY,
      FRONTEND_BUILD_ID: id,
      TZ: 'UTC',
      LC_ALL: 'C',
      NO_COLOR: '1',
    },
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code === 0) return;
  throw new BuildError('NEXT_FAILED', {
    because: `next build ended with ${code ?? 'a signal'}`,
    fix: 'its reason is above',
  });
}
