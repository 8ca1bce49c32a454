import type { KubeObject, ObjectRef } from '@nx-kube/kube';

/** What the plan has to know of an object in the cluster: its metadata only. */
export interface LiveObject {
  readonly ref: ObjectRef;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation?: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly terminating: boolean;
  /** Made by a controller for another object; deleted with it, never by us. */
  readonly controlled: boolean;
  /** Keyed digest of our fields; only there when the object had to be read in full. */
  readonly owned?: string;
}

/** Takes the metadata out of a live object (a `PartialObjectMetadata` is enough). */
export function liveObject(ref: ObjectRef, object: KubeObject): LiveObject {
  const { metadata } = object;
  const owners = metadata['ownerReferences'];
  return {
    ref,
    uid: metadata.uid ?? '',
    resourceVersion: metadata.resourceVersion ?? '',
    ...(metadata.generation !== undefined && { generation: metadata.generation }),
    labels: metadata.labels ?? {},
    annotations: metadata.annotations ?? {},
    terminating: metadata.deletionTimestamp !== undefined,
    controlled: Array.isArray(owners) && owners.length > 0,
  };
}
