import { PluginError } from '../error.ts';
import type { World } from '../world.ts';
import { hostOf, isInCluster } from './host.ts';

/** A connection that moves between the cluster's own database and one outside of it. */
export interface DatabaseSwitch {
  readonly key: string;
  readonly from: string;
  readonly to: string;
}

/**
 * Finds the connection that would move into or out of the cluster. Web addresses are no connections to data. Pure.
 *
 * @param live decoded data of the Secret in the cluster
 * @param wanted the same of the Secret to be applied
 */
export function findDatabaseSwitch(
  live: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string>>,
): DatabaseSwitch | undefined {
  for (const [key, value] of Object.entries(wanted)) {
    const [from, to] = [databaseHost(live[key]), databaseHost(value)];
    if (from !== undefined && to !== undefined && isInCluster(from) !== isInCluster(to)) return { key, from, to };
  }
  return undefined;
}

/**
 * Lets a move to another database happen only on purpose: by the flag, or by an answer.
 *
 * @throws PluginError DATABASE_SWITCH
 */
export async function confirmDatabaseSwitch(
  found: DatabaseSwitch,
  allowed: boolean,
  { ask }: Pick<World, 'ask'>,
): Promise<void> {
  if (allowed) return;
  const because = `${found.key} would move from ${found.from} to ${found.to}, and no data moves along`;
  if (ask !== undefined && (await ask(`${because}. Go on?`))) return;
  throw new PluginError('DATABASE_SWITCH', {
    doing: 'change the database of the stack',
    because,
    fix: `keep the former one, or run again with --allow-database-switch`,
  });
}

function databaseHost(value: string | undefined): string | undefined {
  return value === undefined || /^https?:/i.test(value) ? undefined : hostOf(value);
}
