import { expect, test } from 'vitest';
import { demo, demoImages } from '../testing/demo-stack.ts';
import { renderFiles } from './render-files.ts';

const input = { environment: 'small', images: demoImages };

test('each object has its file, and the Secret a template', () => {
  expect(Object.keys(renderFiles(demo, input))).toEqual([
    'namespace.yaml',
    'secrets.yaml.template',
    'web-pod.yaml',
    'store-pod.yaml',
  ]);
});

test('the template says how to use it, and has every key that a pod reads', () => {
  expect(renderFiles(demo, { ...input, directory: 'out/k8s' })['secrets.yaml.template']).toBe(`\
# The Secret of this stack, to be filled in by hand. From the root of the workspace:
#   kubectl apply -f out/k8s/namespace.yaml
#   cp out/k8s/secrets.yaml.template secrets.yaml
#   "\${EDITOR:-vi}" secrets.yaml
#   kubectl apply -f secrets.yaml -f out/k8s
# In the editor replace every CHANGE_ME; keep the copy out of git.
apiVersion: v1
kind: Secret
metadata:
  name: keys
  namespace: demo
type: Opaque
stringData:
  # Where the store is.
  URL: ""
  # Any text.
  TOKEN: "CHANGE_ME"
`);
});

test('a stack without its own namespace does not tell to apply one', () => {
  const files = renderFiles(demo, { ...input, values: { namespace: { create: false } } });
  expect(files['secrets.yaml.template']).not.toContain('namespace.yaml');
});

test('no secret value gets into a file, whoever gives it', () => {
  const values = { secrets: { url: 'canary-url', token: 'canary-token' } };
  expect(Object.values(renderFiles(demo, { ...input, values })).join('')).not.toContain('canary');
});
