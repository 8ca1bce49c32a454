import { ApplyError, type Cluster } from '@nx-kube/apply';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { deployed, freshName, names, refTo, serviceOf, testApi, versions } from './support.ts';

let cluster: Cluster;
let namespace: string;

beforeAll(async () => {
  cluster = await testApi();
});
beforeEach(() => {
  namespace = freshName();
});
afterEach(async () => {
  await cluster.delete({ group: '', version: 'v1', kind: 'Namespace', name: namespace });
});
afterAll(() => cluster.close());

const changed = { image: 'backend:2', password: 'another-password', extra: [serviceOf('new')] } as const;

/** The real connection, with something that happens around each stored write, counted from 1. */
function around(onWrite: (count: number, send: () => Promise<unknown>) => Promise<unknown>): Cluster {
  let count = 0;
  const counted = <T>(send: () => Promise<T>): Promise<T> => {
    count += 1;
    return onWrite(count, send) as Promise<T>;
  };
  return {
    ...bound(cluster),
    apply: (object, p) => (p.dryRun ? cluster.apply(object, p) : counted(() => cluster.apply(object, p))),
    create: (object) => counted(() => cluster.create(object)),
    update: (object) => counted(() => cluster.update(object)),
    delete: (ref, p) => counted(() => cluster.delete(ref, p)),
  };
}

/** All methods as own properties, whether the connection is an object or a class. */
function bound(of: Cluster): Cluster {
  const verbs = [
    'version',
    'resource',
    'get',
    'list',
    'apply',
    'create',
    'update',
    'delete',
    'watch',
    'logs',
    'serviceGet',
    'close',
  ] as const;
  const methods = verbs.map((verb) => [verb, (of[verb] as (...p: unknown[]) => unknown)?.bind(of)]);
  return { ...of, ...(Object.fromEntries(methods) as Partial<Cluster>), context: of.context, server: of.server };
}

/** As if the process were killed around its nth write: from then on nothing reaches the server. */
function killedAt(nth: number, when: 'before' | 'after'): Cluster {
  return around(async (count, send) => {
    if (count < nth) return send();
    if (count === nth && when === 'after') await send();
    throw new ApplyError('UNREACHABLE', { doing: 'write', because: 'the process was killed', fix: 'run again' });
  });
}

async function removeLease(): Promise<void> {
  await cluster.delete(refTo(namespace, 'coordination.k8s.io/v1', 'Lease', 'nx-kube.app')); // what 30 s of waiting do
}

test('a run that is killed around any of its writes is finished by the next one', async () => {
  let writes = 0;
  for (let nth = 1; nth === 1 || nth <= writes; nth += 1) {
    for (const when of ['before', 'after'] as const) {
      await cluster.delete({ group: '', version: 'v1', kind: 'Namespace', name: namespace });
      namespace = freshName();
      await deployed(cluster, namespace, { extra: [serviceOf('old')] });
      await deployed(killedAt(nth, when), namespace, changed).catch((error: unknown) => error);
      await removeLease();
      const again = await deployed(cluster, namespace, changed);
      expect(again, `killed ${when} write ${nth}`).toMatchObject({ ok: true, failed: [] });
      expect(
        await cluster.get(refTo(namespace, 'v1', 'Service', 'old')),
        `killed ${when} write ${nth}`,
      ).toBeUndefined();
      expect(await cluster.get(refTo(namespace, 'v1', 'Service', 'new'))).toBeDefined();
      expect((await deployed(cluster, namespace, changed)).changed).toEqual([]);
    }
    if (nth === 1) writes = await countWrites();
  }
}, 240_000);

/** How many writes the change takes when nobody kills it. */
async function countWrites(): Promise<number> {
  let writes = 0;
  const counting = around(async (count, send) => {
    writes = count;
    return send();
  });
  const fresh = freshName();
  try {
    await deployed(cluster, fresh, { extra: [serviceOf('old')] });
    await deployed(counting, fresh, changed);
  } finally {
    await cluster.delete({ group: '', version: 'v1', kind: 'Namespace', name: fresh });
  }
  expect(writes).toBeGreaterThan(5);
  return writes;
}

test('a first deploy that is killed around any of its writes is finished by the next one', async () => {
  for (let nth = 1; nth <= 14; nth += 1) {
    await cluster.delete({ group: '', version: 'v1', kind: 'Namespace', name: namespace });
    namespace = freshName();
    await deployed(killedAt(nth, 'after'), namespace).catch((error: unknown) => error);
    await removeLease();
    expect(await deployed(cluster, namespace), `killed after write ${nth}`).toMatchObject({ ok: true, failed: [] });
    expect((await deployed(cluster, namespace)).changed).toEqual([]);
  }
}, 240_000);

test('a change that was interrupted and then taken back leaves nothing of itself', async () => {
  await deployed(cluster, namespace);
  await deployed(killedAt(5, 'after'), namespace, changed).catch((error: unknown) => error);
  await removeLease();
  await deployed(cluster, namespace);
  const password = await cluster.get(refTo(namespace, 'v1', 'Secret', 'secrets'));
  expect(password?.['data']).toMatchObject({ apiKey: Buffer.from('first-api-key').toString('base64') });
  expect(await cluster.get(refTo(namespace, 'v1', 'Service', 'new'))).toBeUndefined();
  expect((await deployed(cluster, namespace)).changed).toEqual([]);
});

test('Ctrl-C starts no further write, gives the Lease up, and the next run goes on', async () => {
  await deployed(cluster, namespace, { extra: [serviceOf('old')] });
  const stop = new AbortController();
  const stopping = around(async (count, send) => {
    if (count === 3) stop.abort(); // the first object: after the Lease and the inventory
    return send();
  });
  const report = await deployed(stopping, namespace, { ...changed, signal: stop.signal });
  expect(report).toMatchObject({ ok: false, interrupted: true, pruned: [] });
  const left = await versions(cluster, namespace);
  expect(Object.keys(left)).not.toContain('Lease/nx-kube.app');
  expect(Object.keys(left)).toContain('Service/old');
  const again = await deployed(cluster, namespace, changed);
  expect(again.ok).toBe(true);
  expect(names(again.pruned)).toEqual(['Service/old']);
});

test('of two deploys at once one waits for the other, and both end well', async () => {
  await deployed(cluster, namespace);
  const [one, two] = await Promise.all([
    deployed(cluster, namespace, { image: 'backend:2', holder: 'one' }),
    deployed(cluster, namespace, { image: 'backend:2', holder: 'two' }),
  ]);
  expect([one.ok, two.ok]).toEqual([true, true]);
  expect([...one.changed, ...two.changed].map(({ name }) => name)).toEqual(['backend']);
});

test('two first deploys at once end with one state', async () => {
  const reports = await Promise.all([
    deployed(cluster, namespace, { holder: 'one' }),
    deployed(cluster, namespace, { holder: 'two' }),
  ]);
  expect(reports.map(({ ok }) => ok)).toEqual([true, true]);
  expect((await deployed(cluster, namespace)).changed).toEqual([]);
});

test('a deploy that may not wait for another names its holder', async () => {
  await deployed(cluster, namespace);
  await cluster.create(leaseOf('ann@laptop:1:abc'));
  await expect(deployed(cluster, namespace, { image: 'backend:2', lockSeconds: 1 })).rejects.toMatchObject({
    code: 'LOCKED',
    because: expect.stringContaining('ann@laptop') as string,
  });
  await removeLease();
});

test('a Lease that nobody renews any more is taken over', async () => {
  await deployed(cluster, namespace);
  await cluster.create(leaseOf('gone@laptop:1:abc'));
  const report = await deployed(cluster, namespace, { image: 'backend:2', lockSeconds: 60 });
  expect(report.ok).toBe(true);
  expect(report.events.flatMap((event) => (event.type === 'lock' ? [event.state] : []))).toEqual([
    'waiting',
    'expired',
    'taken',
  ]);
}, 90_000);

function leaseOf(holderIdentity: string) {
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: 'nx-kube.app', namespace },
    spec: { holderIdentity, leaseDurationSeconds: 30 },
  };
}
