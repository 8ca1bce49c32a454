import type { IAffinity } from 'kubernetes-models/v1/Affinity';
import type { IService } from 'kubernetes-models/v1/Service';
import type { IToleration } from 'kubernetes-models/v1/Toleration';
import { eachEntry, merge, nonEmpty, when } from '../hole/build.ts';
import type { Expr, Shared } from '../hole/expr.ts';
import type { Fields, Templated } from '../hole/templated.ts';
import { writtenHere } from '../stack/source.ts';

/** Labels or annotations that whoever installs the stack adds. */
export type Extras = Expr<Readonly<Record<string, string>>>;

/** What all objects of one stack share. */
export interface StackScope {
  readonly namespace: string | Expr<string>;
  /** Value of the label `app` on everything that belongs to the stack. */
  readonly app: string;
  /** Labels of every object; among them `app`, never `component`. Selectors never look at the others. */
  readonly labels?: Shared<Readonly<Record<string, unknown>>>;
  /** Annotations of every object. Pods have their own. */
  readonly annotations?: Extras;
  readonly pods?: PodSettings;
}

/** Where pods may run, as Kubernetes writes it. */
export type Affinity = IAffinity;

/** Taints of nodes that pods put up with, as Kubernetes writes them. */
export type Tolerations = IToleration[];

/** What all pods of one stack share, as whoever installs it says. */
export interface PodSettings {
  readonly labels?: Extras;
  readonly annotations?: Extras;
  /** Secrets to pull the images with. */
  readonly imagePullSecrets?: Expr<readonly { readonly name: string }[]>;
  readonly nodeSelector?: Extras;
  readonly tolerations?: Expr<Tolerations>;
  readonly affinity?: Expr<Affinity>;
}

/** Labels that select the pods of one component. */
export interface ComponentLabels {
  readonly app: string;
  readonly component: string;
}

/** The labels of a component: on its pods, and in the selectors that look for them. */
export function labelsOf({ app }: StackScope, component: string): ComponentLabels {
  return { app, component };
}

/** The `metadata` of one object of a stack, and of one of its components. Remembers where it was written. */
export function metadata(
  scope: StackScope,
  name: string,
  component?: string,
): Pick<Fields<NonNullable<IService['metadata']>>, 'name' | 'namespace' | 'labels' | 'annotations'> {
  const { namespace, annotations } = scope;
  const labels = objectLabels(scope, component);
  return {
    ...writtenHere(),
    name,
    namespace,
    ...(labels ? { labels } : {}),
    ...(annotations
      ? {
          annotations: when(
            nonEmpty(annotations),
            eachEntry(annotations, (value) => value),
          ),
        }
      : {}),
  };
}

function objectLabels(scope: StackScope, component: string | undefined): Templated<Record<string, string>> | undefined {
  const { labels } = scope;
  if (component === undefined) return labels as Templated<Record<string, string>> | undefined;
  if (!labels) return { ...labelsOf(scope, component) };
  return merge({ component }, labels) as Templated<Record<string, string>>;
}

/** Values of one image. */
export interface ImageValues {
  readonly repository: string | Expr<string>;
  readonly tag: string | Expr<string>;
  readonly pullPolicy?: Templated<'Always' | 'IfNotPresent' | 'Never'>;
}

/** Values of what one pod may use, as quantities. */
export interface ResourceValues {
  readonly limits: { readonly cpu: string | Expr<string>; readonly memory: string | Expr<string> };
  readonly requests: { readonly cpu: string | Expr<string>; readonly memory: string | Expr<string> };
}
