import { expect, test } from 'vitest';
import { applySetId, parentMetadata } from './applyset.ts';
import { parseInventory, printInventory, type Inventory } from './inventory.ts';

const inventory: Inventory = {
  release: 'todo',
  phase: 'applying',
  holder: 'me@here',
  cluster: 'c1',
  objects: [
    {
      ref: { group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'todo', name: 'backend' },
      uid: 'u1',
      generation: 3,
      resourceVersion: '9',
      hash: 'h',
      owned: 'o',
    },
    {
      ref: { group: '', version: 'v1', kind: 'Namespace', name: 'todo' },
      uid: 'u2',
      resourceVersion: '1',
      hash: '',
      owned: '',
      kept: 'namespaces are kept',
    },
  ],
};

test('an inventory is read as it was written', () => {
  expect(parseInventory(printInventory(inventory))).toEqual(inventory);
});

test.each([
  '',
  '{',
  '[]',
  '{"v":2,"objects":[]}',
  '{"v":1,"phase":"idle","objects":[{"n":"a"}]}',
  '{"v":1,"phase":"?","objects":[]}',
])('%j is no inventory', (text) => {
  expect(parseInventory(text)).toBeUndefined();
});

test('the id of the set is the hash of where its parent is', () => {
  // printf 'nx-kube.todo.todo-app.ConfigMap.' | openssl sha256 -binary | basenc --base64url
  expect(applySetId('todo', 'todo-app')).toMatch(/^applyset-[A-Za-z0-9_-]{43}-v1$/);
  expect(applySetId('todo', 'todo-app')).not.toBe(applySetId('todo', 'other'));
});

test('the parent names the kinds and the further namespaces of its members', () => {
  const members = [
    ...inventory.objects.map(({ ref }) => ref),
    { group: '', version: 'v1', kind: 'Secret', namespace: 'b', name: 's' },
  ];
  const { annotations } = parentMetadata({ release: 'todo', namespace: 'todo', tool: 'nx-kube/1.0.0', members });
  expect(annotations).toEqual({
    'applyset.kubernetes.io/tooling': 'nx-kube/1.0.0',
    'applyset.kubernetes.io/contains-group-kinds': 'Deployment.apps,Namespace,Secret',
    'applyset.kubernetes.io/additional-namespaces': 'b',
  });
});
