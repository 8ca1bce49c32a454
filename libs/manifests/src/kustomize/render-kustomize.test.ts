import { expect, test } from 'vitest';
import type { SecretSpec } from '../stack/stack.ts';
import { demo, demoImages } from '../testing/demo-stack.ts';
import { renderKustomize } from './render-kustomize.ts';

const stack = {
  ...demo,
  environments: {
    same: {},
    tagged: { images: { web: { tag: '9' } } },
    given: { namespace: { create: false }, secrets: { url: 'canary-url' } },
    moved: { namespace: { name: 'elsewhere' } },
  },
};
const files = renderKustomize(stack, { images: demoImages });
const named = (folder: string): readonly string[] =>
  Object.keys(files)
    .filter((name) => name.startsWith(`${folder}/`))
    .map((name) => name.slice(folder.length + 1));

test('the base has the objects of the defaults, and no Secret', () => {
  expect(named('base')).toEqual(['kustomization.yaml', 'namespace.yaml', 'web-pod.yaml', 'store-pod.yaml']);
});

test('an environment that changes nothing has only its Secret to say', () => {
  expect(named('overlays/same')).toEqual(['kustomization.yaml', 'secrets.env.template']);
  expect(files['overlays/same/kustomization.yaml']).toBe(`\
# Needs secrets.env: copy secrets.env.template and fill the copy in.
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - "../../base"
secretGenerator:
  - name: keys
    namespace: demo
    type: Opaque
    envs:
      - secrets.env
    options:
      disableNameSuffixHash: true
`);
});

test('a changed field is one step of a patch', () => {
  expect(files['overlays/tagged/web-pod.patch.yaml']).toBe(`\
- op: replace
  path: /spec/containers/0/image
  value: "registry:5000/web:9"
`);
  expect(files['overlays/tagged/kustomization.yaml']).toContain(`\
patches:
  - path: web-pod.patch.yaml
    target:
      version: v1
      kind: Pod
      name: web
      namespace: demo
`);
});

test('an object that vanishes is deleted', () => {
  expect(named('overlays/given')).toEqual([
    'kustomization.yaml',
    'namespace.patch.yaml',
    'store-pod.patch.yaml',
    'secrets.env.template',
  ]);
  expect(files['overlays/given/store-pod.patch.yaml']).toBe(`\
"$patch": delete
apiVersion: v1
kind: Pod
metadata:
  name: store
  namespace: demo
`);
});

test('objects in another namespace are other objects: new files for them', () => {
  expect(named('overlays/moved')).toEqual(
    expect.arrayContaining(['web-pod.yaml', 'web-pod.patch.yaml', 'namespace.yaml', 'namespace.patch.yaml']),
  );
});

test('the file of secrets to fill in has every key, what it is for, and no secret', () => {
  expect(files['overlays/same/secrets.env.template']).toBe(`\
# The values of Secret keys, one KEY=value a line, taken as they stand: no quotes, no $VARIABLE.
# Copy this file to secrets.env beside it and replace every CHANGE_ME in the copy; keep the copy out of git.
# A key behind a # may be left out; take the # away to give it. Then, in this folder: kubectl apply -k .

# Where the store is.
URL=

# Any text.
TOKEN=CHANGE_ME
`);
  expect(Object.values(files).join('')).not.toContain('canary');
});

test('an environment has another overlay for a secret that decides which objects there are', () => {
  const [url, token] = demo.secrets.specs as [SecretSpec, SecretSpec];
  const specs = [
    { ...url, example: 'store:5432' },
    { ...token, example: 'any-text-of-some-length' },
  ];
  const given = renderKustomize({ ...demo, secrets: { ...demo.secrets, specs } }, { images: demoImages });
  const overlays = new Set(Object.keys(given).map((name) => name.split('/')[1]));
  expect([...overlays]).toEqual(expect.arrayContaining(['small', 'small-with-url', 'large', 'large-with-url']));
  expect([...overlays]).not.toContain('small-with-token');
  expect(given['overlays/small-with-url/store-pod.patch.yaml']).toContain('delete');
  expect(given['overlays/small-with-url/secrets.env.template']).toContain('# As store:5432\nURL=CHANGE_ME\n');
});

test('a Secret that the generator cannot make is refused', () => {
  const finalizers = ['example.com/keep'];
  const tree = [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'keys', finalizers }, data: {} }];
  expect(() => renderKustomize({ ...demo, tree }, { images: demoImages })).toThrow(
    expect.objectContaining({ code: 'NOT_KUSTOMIZE' }) as Error,
  );
});
