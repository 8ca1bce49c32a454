import { refOf, type KubeObject, type ObjectRef } from '@nx-kube/kube';
import { pending, type InventoryEntry } from '../inventory/inventory.ts';
import { listAt, stringAt } from '../json.ts';
import type { Run } from './context.ts';

const keptForData = 'it holds data';

/**
 * Finds the volume claims that a StatefulSet made from its templates: they carry no label of ours and outlive it.
 * Recognised by name, `<template>-<set>-<ordinal>`, which is how the controller finds them again.
 *
 * @returns entries to keep in the inventory, so that the data is not forgotten
 */
export async function volumeClaimsOf(run: Run, ref: ObjectRef): Promise<readonly InventoryEntry[]> {
  const set = await run.cluster.get(ref);
  const templates = set ? listAt(set, 'spec', 'volumeClaimTemplates') : [];
  if (templates.length === 0) return [];
  const prefixes = templates.map((template) => `${stringAt(template, 'metadata', 'name') ?? ''}-${ref.name}-`);
  const { items } = await run.cluster.list('v1', 'PersistentVolumeClaim', {
    metadataOnly: true,
    ...(ref.namespace !== undefined && { namespace: ref.namespace }),
  });
  return items.filter((claim) => isOrdinal(claim.metadata.name, prefixes)).map((claim) => claimEntry(claim));
}

function isOrdinal(name: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)));
}

function claimEntry(claim: KubeObject): InventoryEntry {
  // Lists of metadata call every item PartialObjectMetadata.
  const ref = { ...refOf(claim), group: '', version: 'v1', kind: 'PersistentVolumeClaim' };
  return { ...pending(ref, claim.metadata.uid ?? ''), kept: keptForData };
}
