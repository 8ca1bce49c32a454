import { expect, test } from 'vitest';
import { ManifestError } from '../error.ts';
import { eq, release, when } from '../hole/build.ts';
import { fileNames } from './file-names.ts';

const object = (kind: string, name: string): { apiVersion: string; kind: string; metadata: { name: string } } => ({
  apiVersion: 'v1',
  kind,
  metadata: { name },
});

test.each([
  { objects: [object('Namespace', 'a')], names: ['namespace.yaml'] },
  { objects: [object('Secret', 'todo-secrets')], names: ['secrets.yaml'] },
  { objects: [object('ConfigMap', 'a'), object('ConfigMap', 'b')], names: ['a-configmap.yaml', 'b-configmap.yaml'] },
  {
    objects: [object('Service', 'backend-service'), object('Service', 'db')],
    names: ['backend-service.yaml', 'db-service.yaml'],
  },
  { objects: [object('Deployment', 'backend')], names: ['backend-deployment.yaml'] },
])('the files are $names', ({ objects, names }) => {
  expect([...fileNames(objects).values()]).toEqual(names);
});

test('two objects never share a file', () => {
  const clash = [object('Service', 'web'), object('Service', 'web-service')];
  expect(() => fileNames(clash)).toThrow(ManifestError);
});

test('a document that is absent with these values counts, so that a file keeps its name when it comes', () => {
  const here = object('ConfigMap', 'a');
  const documents = [here, when(eq(release.name, 'never'), object('ConfigMap', 'b'))];
  expect([...fileNames([here], documents).values()]).toEqual(['a-configmap.yaml']);
});
