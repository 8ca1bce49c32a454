export type {
  LocalContainer,
  LocalPlan,
  LocalPort,
  LocalProbe,
  LocalRoute,
  LocalService,
  LocalWorkload,
} from './plan.ts';
export { planLocal, type LocalInput } from './plan-local.ts';
export { processNames, replicaNames, stepName } from './process-names.ts';
