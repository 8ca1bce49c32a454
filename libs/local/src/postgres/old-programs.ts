import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { readChildren } from '../state/children.ts';
import { lockHolder } from '../state/lock.ts';
import { isRunning, processStart } from '../state/process-start.ts';

/**
 * Deletes the programs of other versions for this platform, which nobody is going to run again, and what starts have left
 * that were killed. All stacks of a workspace share them: as long as any other run of it lives, or anything that a killed
 * one has left, or any process that runs from there, they stay for the next start. Those of other platforms stay: the
 * folder may be one that machines share. Never throws.
 *
 * @param present folder of the version that is wanted now
 * @param base `<workspace>/.nx-kube`, absolute, whose runs may use them
 */
export function deleteOldPrograms(present: string, base: string): void {
  try {
    const folder = dirname(present);
    sweepDrafts(folder);
    const platform = `-${process.platform}-${process.arch}`;
    const old = readdirSync(folder).filter((name) => name.endsWith(platform) && name !== basename(present));
    if (old.length === 0 || isUsed(base)) return;
    const commands = commandsOfAll();
    for (const name of old) {
      const path = join(folder, name);
      const paths = [path, realpathSync(path)];
      if (!commands.some((command) => paths.some((one) => command.includes(`${one}/`)))) deleteWhole(path);
    }
  } catch {
    // What can't be seen or deleted now costs space, and no start fails for that.
  }
}

/** Drafts of starts that were killed meanwhile. */
function sweepDrafts(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = Number(/\.(\d+)\.new$/.exec(name)?.[1]);
    if (pid > 0 && processStart(pid) === undefined) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** By its name a start takes it for whole: that goes first. */
function deleteWhole(path: string): void {
  const draft = `${path}.${process.pid}.new`;
  renameSync(path, draft);
  rmSync(draft, { recursive: true, force: true });
}

/** Whether anybody but this process runs a stack of the workspace, or has left processes of one that was killed. */
function isUsed(base: string): boolean {
  const runs = join(base, 'local');
  return namesIn(runs).some((stack) => {
    const holder = lockHolder(join(runs, stack));
    return holder ? holder.pid !== process.pid : readChildren(join(runs, stack)).some(isRunning);
  });
}

/**
 * What runs on this machine: the programs' paths where the system says them to us, and the words they were started with,
 * which it says of others' processes too.
 */
function commandsOfAll(): readonly string[] {
  if (process.platform !== 'linux') {
    return execFileSync('ps', ['-axww', '-o', 'command='], { encoding: 'utf8', maxBuffer: 2 ** 26 }).split('\n');
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && processStart(Number(name)) !== undefined)
    .flatMap((pid) => [
      orNothing(() => readlinkSync(`/proc/${pid}/exe`)),
      orNothing(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')),
    ]);
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Processes end while one looks at them. */
function orNothing(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
