import data from './versions.json' with { type: 'json' };

/** When the fields and API versions of Kubernetes came and went; numbers are minor versions: 30 is Kubernetes 1.30. */
export interface Versions {
  /** What is as old as this or older has no entry in `fields`, and in `apis` only if it is deprecated. */
  readonly oldest: number;
  readonly newest: number;
  /** Type → field → the version that brought it. */
  readonly fields: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** By `flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema`. */
  readonly apis: Readonly<Record<string, ApiLifecycle>>;
  /** API version → every kind that it has, or had since the oldest version. */
  readonly kinds: Readonly<Record<string, readonly string[]>>;
}

/** The life of one kind in one API version. */
export interface ApiLifecycle {
  readonly introduced: number;
  readonly deprecated?: number;
  /** The first version that does not serve it any more. */
  readonly removed?: number;
  /** API version to use instead. */
  readonly replacement?: string;
}

/** Made by `scripts/make-versions.ts`. */
export const versions: Versions = data;
