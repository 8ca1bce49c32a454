import { join } from 'node:path';

/**
 * Where a path of a container lies on this machine: by the longest of the known paths that it is, or lies below. Pure.
 *
 * @param paths path in the container → path of this machine, both absolute and without a slash at the end
 * @returns the text as it is where nothing is known about it
 */
export function mapPath(text: string, paths: Readonly<Record<string, string>>): string {
  if (!text.startsWith('/')) return text;
  let best: string | undefined;
  for (const known of Object.keys(paths)) {
    const within = text === known || text.startsWith(`${known}/`);
    if (within && known.length > (best ?? '').length) best = known;
  }
  const here = best === undefined ? undefined : paths[best];
  if (best === undefined || here === undefined) return text;
  return text === best ? here : join(here, text.slice(best.length));
}
