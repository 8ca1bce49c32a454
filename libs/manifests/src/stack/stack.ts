import type { KubeObject } from '@nx-kube/kube';
import type * as z from 'zod';

import type { Expr, When } from '../hole/expr.ts';

/** One secret value of a stack: where it comes from and where it goes. */
export interface SecretSpec {
  /** Key in the Secret object: `BETTER_AUTH_SECRET`. */
  readonly key: string;
  /** Name below `secrets` in the values: `betterAuthSecret`. */
  readonly value: string;
  /** Environment variable that it is read from. */
  readonly env: string;
  /** How it is made once, where it is absent everywhere: 32 random bytes as hex or base64. */
  readonly generate?: 'hex32' | 'base64-32';
  readonly required?: boolean;
  /** Shorter values are refused; empty ones are not. */
  readonly minLength?: number;
  /** A value of the right form, which opens nothing; for a secret whose presence decides which objects there are. */
  readonly example?: string;
  /** One sentence for people: what it is for, and what an empty value means. */
  readonly describe: string;
}

/** All secret values of a stack, and the Secret object that holds them. */
export interface SecretSpecs {
  readonly name: string;
  /** Where a person keeps a filled-in copy, relative to the workspace; must be ignored by git. */
  readonly file?: string;
  readonly specs: readonly SecretSpec[];
}

/** What the values of every stack have, whatever else they hold. */
export interface StackValues {
  readonly namespace: { readonly name: string; readonly create: boolean };
  readonly images: Readonly<Record<string, { readonly repository: string; readonly tag: string }>>;
  readonly secrets: Readonly<Record<string, string>>;
}

/** Where people reach the stack; both empty without an ingress. */
export interface Endpoint {
  /** `http://todo.local` */
  readonly url: string;
  /** `todo.local` */
  readonly host: string;
}

/** One HTTP request that shows that the whole stack works, answered by a Service. */
export interface Smoke {
  readonly service: string;
  readonly port: number;
  readonly path: string;
}

/** Where people reach the stack as processes of one machine. */
export interface LocalAddress {
  /** The best first: `['http://todo.localhost:8080', 'http://localhost:8080']`. */
  readonly origins: readonly string[];
}

/** A value that must not be used where another value says so: a secret made for development, in production. */
export interface Refusal {
  /** Holds while the value at this path is this text. */
  readonly when: { readonly path: readonly string[]; readonly is: string };
  /** What must then not be `value`. */
  readonly path: readonly string[];
  readonly value: string;
  readonly because: string;
}

/** An object that the stack names and does not have, in the namespace of those that name it. */
export interface ExternalObject {
  readonly kind: string;
  readonly name: string;
}

/** One line of text for people, with holes. */
export type NoteLine = string | Expr<string> | When<string | Expr<string>>;

/** What a Helm chart says besides its templates. */
export interface ChartSpec {
  /** Version of the chart, and of what it installs, as in https://semver.org. */
  readonly version: string;
  readonly appVersion: string;
  readonly description: string;
  readonly keywords: readonly string[];
  readonly home: string;
  /** Lines of NOTES.txt. */
  readonly notes: readonly NoteLine[];
  /** Documents of `templates/tests`, which are in no other face. */
  readonly tests: readonly unknown[];
}

/** A described stack, as `defineStack` makes it: data, and the tree of its objects with holes for the values. */
export interface Stack {
  /** Name of the release. */
  readonly name: string;
  readonly schema: z.ZodType;
  /** Overlays on the schema's defaults, by environment. */
  readonly environments: Readonly<Record<string, unknown>>;
  /** Projects whose images the stack may use. */
  readonly images: readonly string[];
  /** Project → key below `images` in the values. */
  readonly imageKeys: Readonly<Record<string, string>>;
  readonly secrets: SecretSpecs;
  /** One entry per object, each a literal with holes. */
  readonly tree: readonly unknown[];
  readonly smoke: Smoke;
  /** Oldest Kubernetes that the objects are written for: `1.28`. */
  readonly kubeVersion: string;
  readonly chart: ChartSpec;
  readonly refuse: readonly Refusal[];
  /** An overlay for Compose, which has no ingress: the address of the application, for one. */
  readonly compose: unknown;
  /** Pure: an overlay for processes of one machine. */
  local(at: LocalAddress): unknown;
  /** Pure: where people reach the stack with these values. */
  endpoint(values: unknown): Endpoint;
  /** Pure: what the objects name with these values and somebody else makes. */
  external(values: unknown): readonly ExternalObject[];
}

/** What a stack is evaluated with. */
export interface StackInput {
  /** The defaults of the schema alone if absent. */
  readonly environment?: string;
  /** Whether to evaluate what the Helm chart has and the manifests have not: see `inChart`. */
  readonly chart?: boolean;
  /** Project → image reference: `{ backend: 'backend:0123456789abcdef' }`. */
  readonly images: Readonly<Record<string, string>>;
  /** Replaces `namespace.name` of the values. */
  readonly namespace?: string;
  /** By `SecretSpec.value`; absent is the same as empty. */
  readonly secrets: Readonly<Record<string, string>>;
  /** An overlay on top of the environment's. */
  readonly values?: unknown;
}

/** A stack with all its holes filled. */
export interface StackResult {
  /** The values after defaults, environment, overlay, images and secrets. Holds secrets: never print it. */
  readonly values: StackValues;
  readonly namespace: string;
  readonly objects: readonly KubeObject[];
  /** The images that the pods really use. */
  readonly images: readonly { readonly project: string; readonly ref: string }[];
  readonly url: string;
  readonly host: string;
  readonly smoke: Smoke;
  readonly external: readonly ExternalObject[];
  /** Where one of the objects was written: `/home/me/shop/deploy/stack.ts:72:19`; undefined where nobody remembers. */
  sourceOf(object: KubeObject): string | undefined;
}
