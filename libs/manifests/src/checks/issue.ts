import { formatRef, refOf, type KubeObject } from '@nx-kube/kube';

/** One thing wrong with an object. Values of Secrets are never part of it. */
export interface Issue {
  /** `Deployment todo-app/backend` */
  readonly object: string;
  /** `spec.template.spec.containers[0].image` */
  readonly path: string;
  readonly value?: unknown;
  readonly message: string;
  readonly hint?: string;
}

/** Makes an issue of an object; the value of a Secret is left out, whoever gives it. */
export function issueOf(object: KubeObject, issue: Omit<Issue, 'object'>): Issue {
  const { path, value, message, hint } = issue;
  return {
    object: formatRef(refOf(object)),
    path,
    ...(value === undefined || object.kind === 'Secret' ? {} : { value }),
    message,
    ...(hint === undefined ? {} : { hint }),
  };
}
