/** What every Kubernetes object carries under `metadata`; unknown fields are kept. */
export interface ObjectMeta {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly deletionTimestamp?: string;
  readonly [field: string]: unknown;
}

/**
 * A Kubernetes object as plain JSON.
 *
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/
 */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly [field: string]: unknown;
}
