export { defineStack } from './stack/define.ts';
export { evaluateStack } from './stack/evaluate-stack.ts';
export { renderFiles } from './stack/render-files.ts';
export { object } from './stack/source.ts';
export { rolloutRequests } from './stack/rollout-requests.ts';
export type {
  NoteLine,
  Refusal,
  SecretSpec,
  SecretSpecs,
  Stack,
  StackInput,
  StackResult,
  StackValues,
} from './stack/stack.ts';
export { ManifestError, type ValueIssue } from './error.ts';
export {
  and,
  b64,
  choose,
  concat,
  eachEntry,
  eachItem,
  eq,
  inChart,
  merge,
  nonEmpty,
  not,
  or,
  release,
  required,
  sha256,
  shared,
  str,
  when,
} from './hole/build.ts';
export type { Expr } from './hole/expr.ts';
export type { Fields, Holes, Templated } from './hole/templated.ts';
export type { Overlay } from './values/merge.ts';
export { autoscaler } from './components/autoscaler.ts';
export { config, type Config } from './components/config.ts';
export { cronJob } from './components/cron-job.ts';
export { secretKey, type Env } from './components/env.ts';
export { container } from './components/container.ts';
export { pod } from './components/pod.ts';
export type { Affinity, StackScope, Tolerations } from './components/scope.ts';
export { service } from './components/service.ts';
export { ingress } from './components/ingress.ts';
export { job } from './components/job.ts';
export { migration } from './components/migration.ts';
export type { OpenDeployment, OpenService } from './components/open.ts';
export { namespace } from './components/namespace.ts';
export { internet, networkPolicy } from './components/network-policy.ts';
export { postgres, type OptionalPostgres } from './components/postgres.ts';
export type { ImageValues, ResourceValues } from './components/scope.ts';
export { secret, type Secret } from './components/secret.ts';
export { without } from './components/without.ts';
export { worker } from './components/worker.ts';
