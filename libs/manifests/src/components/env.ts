import type { IEnvVar } from 'kubernetes-models/v1/EnvVar';
import { concat, sha256 } from '../hole/build.ts';
import { Expr } from '../hole/expr.ts';
import type { Templated } from '../hole/templated.ts';

/** A key of a ConfigMap. Its value is known here, so that the pods that read it can roll when it changes. */
export interface ConfigKey {
  readonly from: 'config';
  readonly config: string;
  readonly key: string;
  readonly value: string | Expr<string>;
}

/** A key of a Secret. */
export interface SecretKey {
  readonly from: 'secret';
  readonly secret: string;
  readonly key: string;
  /** The pod starts without it too. */
  readonly optional?: boolean;
}

/** Variables of a container, by name. */
export type Env = Readonly<Record<string, string | Expr<string> | ConfigKey | SecretKey>>;

/** A key of a Secret as the value of a variable. */
export function secretKey(secret: string, key: string, { optional = false } = {}): SecretKey {
  return { from: 'secret', secret, key, optional };
}

/** The variables as a container lists them, in the order given. */
export function envVars(env: Env): readonly Templated<IEnvVar>[] {
  return Object.entries(env).map(([name, value]) => {
    if (typeof value === 'string' || value instanceof Expr) return { name, value };
    if (value.from === 'config')
      return { name, valueFrom: { configMapKeyRef: { name: value.config, key: value.key } } };
    const { secret, key, optional } = value;
    return { name, valueFrom: { secretKeyRef: { name: secret, key, ...(optional ? { optional } : {}) } } };
  });
}

/**
 * A pod annotation that changes with the ConfigMap keys that these variables read: pods read variables at their start
 * only, and Kubernetes does not restart them by itself.
 *
 * @returns undefined where no ConfigMap is read
 */
export function configDigest(
  ...environments: readonly Env[]
): { readonly 'checksum/config': Expr<string> } | undefined {
  const keys = new Map(
    environments
      .flatMap((env) => Object.values(env))
      .filter((value) => typeof value === 'object' && 'from' in value && value.from === 'config')
      .map((value) => [`${value.config}/${value.key}`, value] as const),
  );
  if (keys.size === 0) return undefined;
  const sorted = [...keys.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  return { 'checksum/config': sha256(concat(sorted.flatMap(({ key, value }) => [`${key}=`, value, '\n']))) };
}
