import type { Address, OwnEvent } from './events.ts';

type Result = Extract<OwnEvent, { type: 'summary' }>;

/** The last words of a run: what changed, in how many seconds, and the address that works here. Pure. */
export function resultLines(result: Result): string[] {
  const seconds = `${result.seconds.toFixed(1)} s`;
  if (result.interrupted) return [`stopped   after ${seconds}; the same command goes on from here`];
  if (!result.ok) return [`failed    after ${seconds}: ${result.failed.join(', ')}`];
  const verb = result.dryRun ? 'plan only' : 'done';
  return [`${verb.padEnd(9)} in ${seconds}: ${changes(result)}`, ...addressLines(result.address)];
}

function changes({ created, updated, pruned, unchanged, verb, dryRun }: Result): string {
  if (verb === 'destroy') return pruned.length === 0 ? 'there was nothing to delete' : `${pruned.length} deleted`;
  const parts = [
    [created.length, dryRun ? 'to create' : 'created'],
    [updated.length, dryRun ? 'to update' : 'updated'],
    [pruned.length, dryRun ? 'to prune' : 'pruned'],
  ].flatMap(([number, word]) => (number === 0 ? [] : [`${number} ${word}`]));
  if (parts.length === 0 && dryRun && unchanged === 0) return 'there is no plan before the cluster runs';
  if (parts.length === 0) return `nothing changed, all ${unchanged} objects are as they should be`;
  return [...parts, `${unchanged} unchanged`].join(', ');
}

function addressLines(address: Address | undefined): string[] {
  if (!address) return [];
  const { url, works, hostsLine, forwardCommand } = address;
  if (works) return [`open      ${url}`];
  if (hostsLine === undefined) return [`open by   ${forwardCommand}`];
  return [`open      ${url}  once /etc/hosts has the line:  ${hostsLine}`, `or run    ${forwardCommand}`];
}
