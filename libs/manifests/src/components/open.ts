import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IDeploymentSpec } from 'kubernetes-models/apps/v1/DeploymentSpec';
import type { ICronJob } from 'kubernetes-models/batch/v1/CronJob';
import type { ICronJobSpec } from 'kubernetes-models/batch/v1/CronJobSpec';
import type { IJob } from 'kubernetes-models/batch/v1/Job';
import type { IJobSpec } from 'kubernetes-models/batch/v1/JobSpec';
import type { IJobTemplateSpec } from 'kubernetes-models/batch/v1/JobTemplateSpec';
import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import type { IPodTemplateSpec } from 'kubernetes-models/v1/PodTemplateSpec';
import type { IService } from 'kubernetes-models/v1/Service';
import type { Expr, Scalar } from '../hole/expr.ts';
import type { Fields } from '../hole/templated.ts';

/** A value given now, or a hole that is filled later. */
export type Hole<T extends Scalar> = T | Expr<T>;

/** A templated `T` of which these parts are plain maps, so that they can be spread. */
type Open<T, Parts> = Omit<Fields<T>, keyof Parts> & { readonly [K in keyof Parts]: Parts[K] };

/** A pod whose containers can be changed by spreading. */
export type OpenPod = Open<
  IPodTemplateSpec,
  {
    spec: Open<IPodSpec, { containers: readonly Fields<IContainer>[]; initContainers?: readonly Fields<IContainer>[] }>;
  }
>;

/** A Deployment that can be changed by spreading, down to its containers. */
export type OpenDeployment = Open<IDeployment, { spec: OpenDeploymentSpec }>;
type OpenDeploymentSpec = Open<IDeploymentSpec, { template: OpenPod }>;

/** A Service that can be changed by spreading. */
export type OpenService = Open<IService, { spec: Fields<NonNullable<IService['spec']>> }>;

/** What a Job does, open to change by spreading. */
export type OpenJobSpec = Open<IJobSpec, { template: OpenPod }>;

/** A Job that can be changed by spreading. */
export type OpenJob = Open<IJob, { spec: OpenJobSpec }>;

/** A CronJob that can be changed by spreading. */
export type OpenCronJob = Open<
  ICronJob,
  { spec: Open<ICronJobSpec, { jobTemplate: Open<IJobTemplateSpec, { spec: OpenJobSpec }> }> }
>;
