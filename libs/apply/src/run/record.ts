import type { InventoryPhase } from '../inventory/inventory.ts';
import { writeInventory, type StoredInventory } from '../inventory/store.ts';
import type { Plan } from '../plan/plan.ts';
import type { Run } from './context.ts';
import { nextEntries } from './next-entries.ts';
import type { Outcomes } from './outcome.ts';
import type { PruneResult } from './prune.ts';
import type { State } from './read-state.ts';

/** What a run has done so far, and the way to put it down in the inventory. */
export interface RunRecord extends PruneResult {
  readonly outcomes: Outcomes;
  readonly write: (phase: InventoryPhase, before: StoredInventory | undefined) => Promise<StoredInventory>;
}

/** Starts the record of a run: nothing done yet, so that the first write is the one ahead of everything. */
export function startRecord(run: Run, plan: Plan, state: State, outcomes: Outcomes): RunRecord {
  const progress = { outcomes, pruned: new Set<string>(), kept: [] };
  return {
    ...progress,
    write: (phase, before) => {
      const objects = nextEntries({ plan, before: state.inventory?.inventory, key: state.key.key, progress });
      const holder = phase === 'idle' ? {} : { holder: run.holder };
      const inventory = { release: run.release, phase, ...holder, cluster: state.clusterUid, objects };
      return writeInventory(run, inventory, before);
    },
  };
}
