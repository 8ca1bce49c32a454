import { suggest } from '../cli/suggest.ts';
import { PluginError } from '../error.ts';

/** What has a name of its own, and belongs to a workload. */
export interface Named {
  readonly workload: string;
  /** Its own names: `backend-1`; a pod has its full name and a short one. */
  readonly names: readonly string[];
}

/**
 * Reads the list of `--only`: workloads, or single processes and pods.
 *
 * @param known workloads that there are
 * @returns `undefined` when all are meant
 * @throws PluginError USAGE for a name that is none, with the nearest one
 */
export function readOnly(only: string | undefined, known: readonly string[]): ((one: Named) => boolean) | undefined {
  if (only === undefined) return undefined;
  const wanted = only
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  // `backend-1` may be a process that has not come yet.
  const unknown = wanted.find((name) => !known.some((one) => name === one || name.startsWith(`${one}-`)));
  if (unknown === undefined && wanted.length > 0) {
    return ({ workload, names }) => wanted.some((name) => name === workload || names.includes(name));
  }
  const near = suggest(unknown ?? '', known);
  throw new PluginError('USAGE', {
    doing: 'choose what to show',
    because: unknown === undefined ? '--only is empty' : `nothing here is called "${unknown}"`,
    fix: near ? `did you mean ${near}?` : `use some of: ${known.join(', ')}`,
  });
}
