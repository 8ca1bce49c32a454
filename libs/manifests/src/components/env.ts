import type { IEnvVar } from 'kubernetes-models/v1/EnvVar';
import { and, concat, eachItem, inChart, or, sha256, when } from '../hole/build.ts';
import { Expr, type When } from '../hole/expr.ts';
import type { Each } from '../hole/expr.ts';
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
  readonly secret: string | Expr<string>;
  readonly key: string;
  /** The pod starts without it too. */
  readonly optional?: boolean;
  /** Its value where the stack makes the Secret, and the condition under which it does. */
  readonly known?: { readonly value: Expr<string>; readonly when?: Expr<boolean> };
}

/** Variables of a container, by name. */
export type Env = Readonly<Record<string, string | Expr<string> | ConfigKey | SecretKey>>;

/** Variables that whoever installs the stack adds. A name that the stack sets itself is refused by the API server. */
export type ExtraEnv = Expr<readonly { readonly name: string; readonly value: string }[]>;

/** A key of a Secret as the value of a variable. */
export function secretKey(secret: string | Expr<string>, key: string, { optional = false } = {}): SecretKey {
  return { from: 'secret', secret, key, optional };
}

/** The variables as a container lists them, in the order given, and after them those that an installer adds. */
export function envVars(env: Env, extra?: ExtraEnv): readonly (Templated<IEnvVar> | Each<Templated<IEnvVar>>)[] {
  const own = Object.entries(env).map(([name, value]): Templated<IEnvVar> => {
    if (typeof value === 'string' || value instanceof Expr) return { name, value };
    if (value.from === 'config')
      return { name, valueFrom: { configMapKeyRef: { name: value.config, key: value.key } } };
    const { secret, key, optional } = value;
    return { name, valueFrom: { secretKeyRef: { name: secret, key, ...(optional ? { optional } : {}) } } };
  });
  return extra ? [...own, eachItem(extra, (item) => ({ name: item.name, value: item.value }))] : own;
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
  const keys = keysOf(environments, isConfigKey, ({ config }) => config);
  if (keys.length === 0) return undefined;
  return { 'checksum/config': sha256(concat(keys.flatMap(({ key, value }) => [`${key}=`, value, '\n']))) };
}

/**
 * The same for the keys of Secrets whose values the stack knows. In the chart only: the digest of a secret belongs in no
 * file, and a deploy by the engine adds its own.
 *
 * @returns undefined where no such key is read
 */
export function secretDigest(
  ...environments: readonly Env[]
): { readonly 'checksum/secrets': When<Expr<string>> } | undefined {
  const keys = keysOf(environments, isKnownSecret, () => '');
  if (keys.length === 0) return undefined;
  const [made, ...others] = new Set(keys.flatMap(({ known }) => known.when ?? []));
  const condition = made ? and(inChart, others.length > 0 ? or(made, ...others) : made) : inChart;
  const text = concat(keys.flatMap(({ key, known }) => [`${key}=`, known.value, '\n']));
  return { 'checksum/secrets': when(condition, sha256(text)) };
}

type KnownSecret = SecretKey & Required<Pick<SecretKey, 'known'>>;
type Source = Env[string];

function isConfigKey(value: Source): value is ConfigKey {
  return typeof value === 'object' && 'from' in value && value.from === 'config';
}

function isKnownSecret(value: Source): value is KnownSecret {
  return typeof value === 'object' && 'from' in value && value.from === 'secret' && value.known !== undefined;
}

/** Each key once, sorted: the digest must not change with the order of the variables. */
function keysOf<K extends ConfigKey | SecretKey>(
  environments: readonly Env[],
  is: (value: Source) => value is K,
  groupOf: (key: K) => string,
): readonly K[] {
  const keys = environments.flatMap((env) => Object.values(env)).filter(is);
  const unique = new Map(keys.map((key) => [`${groupOf(key)}/${key.key}`, key]));
  return [...unique.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}
