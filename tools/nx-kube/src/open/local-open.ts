import { resolveHost } from '../deploy/address.ts';
import { isRunning, type LocalPlace } from '../observe/place.ts';
import { START } from '../observe/local-status.ts';
import type { Outcome, World } from '../world.ts';
import { showAddress } from './show.ts';

/** Opens the first address of the run on this machine whose name is known here; `localhost` is known everywhere. */
export async function localOpen({ stack, run }: LocalPlace, browser: boolean, world: World): Promise<Outcome> {
  const { emit } = world;
  if (!isRunning(run)) {
    emit({ type: 'note', kind: 'missing', message: `${stack.name} does not run here; ${START}` });
    return 'failed';
  }
  const url = await firstKnown(run.urls);
  if (url === undefined) {
    emit({ type: 'note', kind: 'waiting', message: 'its address is not known yet: it has just been started' });
    return 'failed';
  }
  if (!run.ready) emit({ type: 'note', kind: 'warning', message: 'not all is ready; see: npx nx-kube status' });
  for (const other of run.urls) if (other !== url) emit({ type: 'note', kind: 'or', message: other });
  return showAddress(url, browser, world);
}

/** Browsers may know `*.localhost` where the resolver does not, but not all of them do. */
async function firstKnown(urls: readonly string[]): Promise<string | undefined> {
  for (const url of urls) if ((await resolveHost(new URL(url).hostname)).length > 0) return url;
  return urls.at(-1);
}
