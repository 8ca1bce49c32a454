import type { KubeObject, ObjectRef } from '@nx-kube/kube';
import { ApplyError } from '../error.ts';
import { inventoryName } from '../inventory/applyset.ts';
import { listAt, stringAt } from '../json.ts';
import type { Run } from './context.ts';
import { pause } from './pause.ts';
import { serverNow } from './server-time.ts';
import { interrupted } from './wait-gone.ts';

const durationSeconds = 30;
const renewMilliseconds = 10_000;
const pollMilliseconds = 1000;

/** The release is ours alone until `release()`. */
export interface Lock {
  /** Aborts when the Lease could not be kept: nothing may be written any more. */
  readonly lost: AbortSignal;
  readonly release: () => Promise<void>;
}

/**
 * Takes the Lease `nx-kube.<release>`; waits while another run holds it. A Lease that its holder stopped renewing (the
 * process was killed) is taken over after 30 s, by the server's clock alone: laptops' clocks differ.
 *
 * The Lease exists only while it is held. It is taken by POST and given up by DELETE of that very uid, so two runs that
 * both see an expired one can't both win.
 *
 * @throws ApplyError `LOCKED`, with the holder's name, after `waitSeconds`; `INTERRUPTED`
 */
export async function takeLock(run: Run, waitSeconds: number): Promise<Lock> {
  const begun = run.now();
  let announced = '';
  for (;;) {
    const made = await createLease(run);
    if (made) {
      run.emit({ type: 'lock', state: 'taken', holder: run.holder });
      return keepLease(run, made);
    }
    const held = await run.cluster.get(leaseRef(run));
    if (!held) continue;
    const holder = stringAt(held, 'spec', 'holderIdentity') ?? 'unknown';
    if (await hasExpired(run, held)) {
      run.emit({ type: 'lock', state: 'expired', holder });
      await deleteLease(run, held.metadata.uid);
      continue;
    }
    if (holder !== announced) run.emit({ type: 'lock', state: 'waiting', holder });
    announced = holder;
    if (run.signal.aborted) throw interrupted(`wait for ${holder}`);
    if (run.now() - begun > waitSeconds * 1000) throw lockedError(run, holder);
    await pause(pollMilliseconds, run.signal);
  }
}

function leaseRef(run: Run): ObjectRef {
  const { namespace, release } = run;
  return { group: 'coordination.k8s.io', version: 'v1', kind: 'Lease', namespace, name: inventoryName(release) };
}

function leaseObject(run: Run, before?: KubeObject): KubeObject {
  const time = new Date().toISOString().replace('Z', '000Z'); // MicroTime
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: {
      name: inventoryName(run.release),
      namespace: run.namespace,
      ...(before?.metadata.resourceVersion !== undefined && { resourceVersion: before.metadata.resourceVersion }),
      ...(before?.metadata.uid !== undefined && { uid: before.metadata.uid }),
    },
    spec: {
      holderIdentity: run.holder,
      leaseDurationSeconds: durationSeconds,
      acquireTime: before ? stringAt(before, 'spec', 'acquireTime') : time,
      renewTime: time,
    },
  };
}

async function createLease(run: Run): Promise<KubeObject | undefined> {
  try {
    return await run.cluster.create(leaseObject(run));
  } catch (error) {
    if (error instanceof ApplyError && error.status === 409) return undefined;
    throw error;
  }
}

function keepLease(run: Run, made: KubeObject): Lock {
  const lost = new AbortController();
  let lease = made;
  let renewal = Promise.resolve();
  let renewedAt = run.now();
  const renew = async (): Promise<void> => {
    try {
      lease = await run.cluster.update(leaseObject(run, lease));
      renewedAt = run.now();
    } catch (error) {
      // Gone or written by someone else is final; an API server that restarts is not, until the Lease has run out.
      const final = error instanceof ApplyError && (error.status === 404 || error.status === 409);
      if (!final && run.now() - renewedAt < durationSeconds * 1000) return;
      clearInterval(timer);
      run.emit({ type: 'lock', state: 'lost', holder: run.holder });
      lost.abort();
    }
  };
  const timer = setInterval(() => {
    renewal = renewal.then(renew);
  }, renewMilliseconds);
  timer.unref();
  return {
    lost: lost.signal,
    release: async () => {
      clearInterval(timer);
      await renewal;
      if (!lost.signal.aborted) await deleteLease(run, lease.metadata.uid);
    },
  };
}

async function deleteLease(run: Run, uid: string | undefined): Promise<void> {
  try {
    await run.cluster.delete(leaseRef(run), uid === undefined ? {} : { uid });
  } catch (error) {
    // Another uid: someone was quicker, the next look shows who.
    if (!(error instanceof ApplyError) || error.status !== 409) throw error;
  }
}

/** Compares the server's own record of the last renewal with the server's now. */
async function hasExpired(run: Run, lease: KubeObject): Promise<boolean> {
  const writes = listAt(lease, 'metadata', 'managedFields').map((entry) => Date.parse(String(entry['time'])));
  const created = Date.parse(stringAt(lease, 'metadata', 'creationTimestamp') ?? '');
  const renewed = Math.max(created, ...writes.filter((time) => !Number.isNaN(time)));
  return (await serverNow(run)) - renewed > durationSeconds * 1000;
}

function lockedError(run: Run, holder: string): ApplyError {
  return new ApplyError('LOCKED', {
    doing: `deploy ${run.release} to namespace ${run.namespace}`,
    because: `${holder} is working on it`,
    fix: `wait until that run has ended; one that was killed stops counting after ${durationSeconds} s`,
  });
}
