import { expect, test } from 'vitest';
import { ranks, type Rank } from './diagnosis.ts';
import { causeOf, rankSuspects, type Suspect } from './rank-suspects.ts';

function suspect(kind: string, name: string, rank: Rank): Suspect {
  const ref = { group: 'apps', version: 'v1', kind, namespace: 'shop', name };
  const finding = { code: name, object: name, because: '', fix: '', terminal: true, rank };
  return { ref, namespace: 'shop', finding };
}

const names = (suspects: readonly Suspect[]): readonly string[] => suspects.map(({ ref }) => ref.name);

test('a database that crashes comes before the applications that need it', () => {
  const api = suspect('Deployment', 'api', ranks.crash);
  const web = suspect('Deployment', 'web', ranks.probe);
  const store = suspect('StatefulSet', 'postgres', ranks.probe);
  expect(names(rankSuspects([web, api, store]))).toEqual(['postgres', 'api', 'web']);
  expect(causeOf(api, [web, api, store])).toEqual(store.ref);
});

test('what can not be the fault of a database explains itself', () => {
  const api = suspect('Deployment', 'api', ranks.image);
  const store = suspect('StatefulSet', 'postgres', ranks.crash);
  expect(names(rankSuspects([store, api]))).toEqual(['api', 'postgres']);
  expect(causeOf(api, [store, api])).toBeUndefined();
});

test('a database is not its own cause, and without a broken one there is none', () => {
  const store = suspect('StatefulSet', 'postgres', ranks.crash);
  const api = suspect('Deployment', 'api', ranks.crash);
  expect(causeOf(store, [store])).toBeUndefined();
  expect(causeOf(api, [api, suspect('Deployment', 'web', ranks.config)])).toBeUndefined();
});
