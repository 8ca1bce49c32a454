import type { KubeObject } from '@nx-kube/kube';
import type * as z from 'zod';

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
  /** Pure: where people reach the stack with these values. */
  endpoint(values: unknown): Endpoint;
}

/** What a stack is evaluated with. */
export interface StackInput {
  readonly environment: string;
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
}
