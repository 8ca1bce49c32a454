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
