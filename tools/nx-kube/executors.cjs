// Nx requires this file in the process of a task. A graph that a daemon has made is no proof that this process is able to
// run TypeScript, so each executor looks first, and loads its code only then.
const { enableCompileCache } = require('node:module');
const { complain } = require('./node-version.cjs');

/** @param {() => Promise<{ default: Function }>} load */
function executor(load) {
  return async (options, context) => {
    const complaint = complain('npx nx …');
    if (complaint) {
      process.stderr.write(`${complaint}\n`);
      return { success: false };
    }
    enableCompileCache();
    const { default: run } = await load();
    return run(options, context);
  };
}

exports.bundle = executor(() => import('./src/executors/bundle/executor.ts'));
exports.dockerBuild = executor(() => import('./src/executors/docker-build/executor.ts'));
exports.render = executor(() => import('./src/executors/render/executor.ts'));
exports.chart = executor(() => import('./src/executors/chart/executor.ts'));
exports.chartPackage = executor(() => import('./src/executors/chart-package/executor.ts'));
exports.compose = executor(() => import('./src/executors/compose/executor.ts'));
exports.kustomize = executor(() => import('./src/executors/kustomize/executor.ts'));
exports.validate = executor(() => import('./src/executors/validate/executor.ts'));
exports.minikube = executor(() => import('./src/executors/minikube/executor.ts'));
exports.local = executor(() => import('./src/executors/local/executor.ts'));
exports.watch = executor(() => import('./src/executors/watch/executor.ts'));
exports.status = executor(() => import('./src/executors/status/executor.ts'));
exports.logs = executor(() => import('./src/executors/logs/executor.ts'));
exports.diagnose = executor(() => import('./src/executors/diagnose/executor.ts'));
exports.open = executor(() => import('./src/executors/open/executor.ts'));
exports.destroy = executor(() => import('./src/executors/destroy/executor.ts'));

/** All docker-build tasks of a run in one process. */
exports.dockerBuildBatch = async function* dockerBuildBatch(...task) {
  const complaint = complain('npx nx …');
  if (complaint) throw new Error(complaint);
  enableCompileCache();
  const { default: run } = await import('./src/executors/docker-build/batch.ts');
  yield* run(...task);
};
