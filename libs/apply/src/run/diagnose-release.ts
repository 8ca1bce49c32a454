import { formatRef, type KubeObject, type ObjectRef } from '@nx-kube/kube';
import type { Cluster } from '../client/cluster.ts';
import { diagnose, type Surroundings } from '../diagnosis/diagnose.ts';
import { ranks, type Diagnosis, type Finding } from '../diagnosis/diagnosis.ts';
import { causeOf, rankSuspects, type Suspect } from '../diagnosis/rank-suspects.ts';
import { ApplyError } from '../error.ts';
import type { InventoryEntry, InventoryPhase } from '../inventory/inventory.ts';
import { readInventory } from '../inventory/store.ts';
import { objectAt, stringAt } from '../json.ts';
import { podTemplate } from '../pod-template.ts';
import { readiness } from '../readiness/readiness.ts';
import { lastLines } from '../wait/last-lines.ts';
import { mapOf, requestsAtOnce } from './pool.ts';
import { orNone } from './usual-kinds.ts';

/** An object of a release that is not as it should be, and why. */
export interface ReleaseProblem {
  readonly ref: ObjectRef;
  readonly diagnosis: Diagnosis;
  /** What may be why, as it is broken too and others need it. */
  readonly after?: ObjectRef;
}

/** What is wrong with a release at this moment. */
export interface ReleaseDiagnosis {
  readonly release: string;
  readonly namespace: string;
  /** False when the cluster knows no such release. */
  readonly found: boolean;
  /** Anything but `idle`: a run is at work, or was killed. */
  readonly phase: InventoryPhase;
  readonly holder?: string;
  /** How many objects were looked at. */
  readonly objects: number;
  /** Root causes first; empty when everything is ready. */
  readonly problems: readonly ReleaseProblem[];
  /** Workloads that want no pods: ready, as far as Kubernetes is concerned. */
  readonly idle: readonly ObjectRef[];
}

/**
 * Looks once at every object of a release and says what is wrong, with the last lines of what crashed. Reads only.
 *
 * @throws ApplyError `INVENTORY_CORRUPT`, or when the cluster can't be read
 */
export async function diagnoseRelease(o: {
  readonly cluster: Cluster;
  readonly release: string;
  readonly namespace: string;
}): Promise<ReleaseDiagnosis> {
  const { cluster, release, namespace } = o;
  const [stored, around] = await Promise.all([readInventory(o), readSurroundings(cluster, namespace)]);
  if (!stored) return { release, namespace, found: false, phase: 'idle', objects: 0, problems: [], idle: [] };
  const { phase, holder, objects } = stored.inventory;
  const wanted = objects.filter(({ kept }) => kept === undefined);
  const seen = await mapOf(wanted, requestsAtOnce, async ({ ref }: InventoryEntry) => {
    const live = await orNone(() => cluster.get(ref), undefined);
    const finding = live ? findingOf(ref, live, around) : missing(ref);
    return { ref, namespace: ref.namespace ?? namespace, finding, idle: live !== undefined && wantsNone(live) };
  });
  const ranked = rankSuspects(seen.flatMap(({ finding, ...of }) => (finding ? [{ ...of, finding }] : [])));
  const problems = await mapOf(ranked, requestsAtOnce, (suspect) => problemOf(cluster, suspect, ranked));
  const idle = seen.filter((one) => one.idle).map(({ ref }) => ref);
  return {
    release,
    namespace,
    found: true,
    phase,
    ...(holder !== undefined && { holder }),
    objects: wanted.length,
    problems,
    idle,
  };
}

async function problemOf(cluster: Cluster, suspect: Suspect, all: readonly Suspect[]): Promise<ReleaseProblem> {
  const { code, object, because, fix, terminal, log } = suspect.finding;
  const logs = log ? await lastLines(cluster, { namespace: suspect.namespace, ...log }) : [];
  const after = causeOf(suspect, all);
  const diagnosis = { code, object, because, fix, terminal, ...(logs.length > 0 && { logs }) };
  return { ref: suspect.ref, diagnosis, ...(after && { after }) };
}

function findingOf(ref: ObjectRef, live: KubeObject, around: Surroundings): Finding | undefined {
  const verdict = readiness(live);
  if (verdict.state === 'ready') return undefined;
  return (
    diagnose(live, around)[0] ?? {
      code: 'NOT_READY',
      object: formatRef(ref),
      because: verdict.message,
      fix:
        verdict.state === 'pending'
          ? 'nothing is known to be wrong: it may be on its way; look again in a moment'
          : 'look at `kubectl describe` of the object and of its pods',
      terminal: verdict.state === 'failed',
      rank: ranks.probe, // whatever explains itself comes before it
    }
  );
}

function wantsNone(live: KubeObject): boolean {
  return podTemplate(live) !== undefined && objectAt(live, 'spec')?.['replicas'] === 0;
}

function missing(ref: ObjectRef): Finding {
  return {
    code: 'MISSING',
    object: formatRef(ref),
    because: 'it belongs to the release and is not in the cluster: somebody deleted it',
    fix: 'deploy again',
    terminal: true,
    rank: ranks.refused,
  };
}

/** Who may not read one of them gets a poorer diagnosis. */
async function readSurroundings(cluster: Cluster, namespace: string): Promise<Surroundings> {
  const list = async (apiVersion: string, kind: string): Promise<readonly KubeObject[]> => {
    try {
      return (await cluster.list(apiVersion, kind, { namespace })).items;
    } catch (error) {
      if (error instanceof ApplyError && error.code === 'FORBIDDEN') return [];
      throw error;
    }
  };
  const [pods, replicaSets, events] = await Promise.all([
    list('v1', 'Pod'),
    list('apps/v1', 'ReplicaSet'),
    list('v1', 'Event'),
  ]);
  return { pods, replicaSets, events: events.toSorted((a, b) => lastSeen(a).localeCompare(lastSeen(b))) };
}

function lastSeen(event: KubeObject): string {
  return (
    stringAt(event, 'lastTimestamp') ??
    stringAt(event, 'eventTime') ??
    stringAt(event, 'metadata', 'creationTimestamp') ??
    ''
  );
}
