import { suggest } from '../cli/suggest.ts';
import { PluginError } from '../error.ts';

/**
 * Sees that a choice of workloads names some, and only such as the stack has. Pure.
 *
 * @throws PluginError USAGE with the nearest name
 */
export function requireWorkloads(
  { stack, known }: { readonly stack: string; readonly known: readonly string[] },
  only: readonly string[] | undefined,
): void {
  const unknown = only?.find((name) => !known.includes(name));
  if (unknown === undefined && only?.length !== 0) return;
  const near = suggest(unknown ?? '', known);
  throw new PluginError('USAGE', {
    doing: 'choose what to run',
    because: unknown === undefined ? '--only is empty' : `stack ${stack} has no workload "${unknown}"`,
    fix: near ? `did you mean ${near}?` : `use some of: ${known.join(', ')}`,
  });
}
