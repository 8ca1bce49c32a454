import { container, pod, type Holes, type StackScope } from '@nx-kube/manifests';
import type { ObjectTree } from '../object-tree.ts';
import { address, services } from '../services.ts';
import type { Values } from '../values.ts';

/** A label of their own: whoever waits for all pods of the application must not wait for one that has ended. */
const APP = 'todo-app-test';
const NAME = 'connection-test';

/** The pods of the test, as a network policy names them. */
export const connectionTestPods = { podSelector: { matchLabels: { app: APP } } };

/** Longer than a pod takes to become ready, as `helm test` may follow an install at once. */
const PATIENCE_SECONDS = 150;

/** Asks each address until it answers well. */
const SCRIPT = `
const until = Date.now() + ${PATIENCE_SECONDS - 20} * 1000;
const ask = (url) => fetch(url, { signal: AbortSignal.timeout(5000) })
  .then((answer) => (answer.ok ? '' : 'status ' + answer.status), (error) => String(error.cause ?? error));
for (const url of process.argv.slice(1)) {
  let fault = await ask(url);
  while (fault && Date.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    fault = await ask(url);
  }
  console.log(url + ': ' + (fault || 'ok'));
  if (fault) process.exitCode = 1;
}
`.trim();

/**
 * `helm test`: reaches every service through its address in the cluster, and through the frontend all that it needs.
 *
 * @see https://helm.sh/docs/topics/chart_tests/
 */
export function connectionTest(scope: StackScope, v: Holes<Values>): ObjectTree {
  const { metadata, spec } = pod(
    { ...scope, app: APP },
    {
      component: NAME,
      // It stays until the next test: `helm test --logs` fails on a pod that is gone.
      annotations: { 'helm.sh/hook': 'test', 'helm.sh/hook-delete-policy': 'before-hook-creation' },
      serviceAccount: 'default',
      restartPolicy: 'Never',
      container: {
        name: NAME,
        ...container(v.images.backend, v.resources.mcp),
        command: ['node', '--input-type=module', '--eval', SCRIPT],
        args: [
          `${address(services.frontend)}/status`,
          `${address(services.backend)}/ready`,
          `${address(services.mcp)}/ready`,
        ],
      },
    },
  );
  const test = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...metadata, name: `todo-${NAME}`, namespace: scope.namespace },
    spec: { ...spec, activeDeadlineSeconds: PATIENCE_SECONDS },
  };
  return test;
}
