import { expect, test } from 'vitest';

import { parseMinikubeList } from './by-minikube.ts';
import { fullName, parseCrictlList, parseDockerList } from './node-runtime.ts';

test.each([
  ['backend:1', 'docker.io/library/backend:1'],
  ['team/backend:1', 'docker.io/team/backend:1'],
  ['ghcr.io/team/backend:1', 'ghcr.io/team/backend:1'],
  ['localhost/backend:1', 'localhost/backend:1'],
  ['localhost:5000/backend:1', 'localhost:5000/backend:1'],
])('%s means %s', (reference, full) => {
  expect(fullName(reference)).toBe(full);
});

test('the list of docker is read, images without a name left out', () => {
  const output = 'backend:1\n<none>:<none>\nregistry.k8s.io/pause:3.10.1\n';
  expect([...parseDockerList(output)]).toEqual(['docker.io/library/backend:1', 'registry.k8s.io/pause:3.10.1']);
});

test('the list of crictl is read', () => {
  const output =
    '{"images":[{"id":"sha256:1","repoTags":["docker.io/library/backend:1"]},{"id":"sha256:2","repoTags":[]}]}';
  expect([...parseCrictlList(output)]).toEqual(['docker.io/library/backend:1']);
});

test.each(['{}', '{"images":null}'])('%s is an empty list of crictl', (output) => {
  expect(parseCrictlList(output).size).toBe(0);
});

test('the list of minikube is read', () => {
  expect([
    ...parseMinikubeList('[{"id":"1","repoDigests":[],"repoTags":["docker.io/library/a:1"],"size":"1"}]'),
  ]).toEqual(['docker.io/library/a:1']);
});
