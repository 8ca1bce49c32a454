export type {
  LocalContainer,
  LocalPlan,
  LocalPort,
  LocalProbe,
  LocalRoute,
  LocalService,
  LocalWorkload,
} from './plan.ts';
