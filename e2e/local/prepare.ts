import type { TestProject } from 'vitest/node';
import { copySources, giveTo } from './copy.ts';
import { bareEnvironment } from './environment.ts';
import { runToEnd } from './local-run.ts';
import { addOwner, removeOwner } from './owner.ts';
import { emptyPlace, idsOf, LocalWorkspace, type Place } from './workspace.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A copy of the repository in an empty folder, after `npm ci` by a new user of this machine with an empty home. */
    copy: Place;
  }
}

/** Makes the copy that all tests share, as a new user would. Returns what takes everything away again. */
export default async function prepare({ provide }: TestProject): Promise<() => void> {
  if (process.getuid?.() !== 0) throw new Error('this suite makes users and mounts file systems: it needs root');
  const empty = emptyPlace();
  const remove = (): void => {
    removeOwner();
    new LocalWorkspace(empty).remove();
  };
  try {
    const owner = addOwner(empty.home);
    copySources(empty.folder);
    giveTo(owner, empty.top);
    const env = bareEnvironment(empty);
    const outcome = await runToEnd({ words: ['npm', 'ci'], cwd: empty.folder, env, ...idsOf(owner) });
    if (outcome.code !== 0) throw new Error(`npm ci ended with ${outcome.code}:\n${outcome.all}`);
    provide('copy', { ...empty, owner });
  } catch (error) {
    remove();
    throw error;
  }
  return remove;
}
