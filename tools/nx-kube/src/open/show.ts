import type { Outcome, World } from '../world.ts';
import { findOpener, startOpener } from './browser.ts';

/**
 * Prints an address, and opens the browser there where somebody would see it.
 *
 * @param wanted false: only print
 */
export async function showAddress(url: string, wanted: boolean, { emit, env }: World): Promise<Outcome> {
  emit({ type: 'note', kind: 'open', message: url });
  if (!wanted) return 'done';
  const opener = findOpener(url, process.platform, env);
  if ('because' in opener) {
    emit({ type: 'note', kind: 'note', message: `no browser is opened: ${opener.because}` });
    return 'done';
  }
  const because = await startOpener(opener, env);
  if (because === undefined) return 'done';
  emit({ type: 'note', kind: 'warning', message: `the browser did not open: ${because}` });
  return 'failed';
}
