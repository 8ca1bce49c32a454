import type { ISecret } from 'kubernetes-models/v1/Secret';
import { b64, choose, concat, eq, inChart, required, when } from '../hole/build.ts';
import { Expr, type When } from '../hole/expr.ts';
import type { Fields } from '../hole/templated.ts';
import { checkComponentName } from './component-name.ts';
import type { SecretKey } from './env.ts';
import { metadata, type StackScope } from './scope.ts';

/** What a Secret holds. */
export interface SecretOptions<K extends string> {
  readonly name: string;
  /** Texts by key; base64 is added here. A `when` leaves a key out. */
  readonly data: Readonly<Record<K, Expr<string> | When<Expr<string>>>>;
  /**
   * What to tell whoever installs the chart where a value is empty. Elsewhere it may be: there, values are made up or
   * filled in later.
   */
  readonly required?: { readonly [key in K]?: string };
  /** Name of a Secret that somebody else makes, which pods then read in place of this one; empty for none. */
  readonly existing?: Expr<string>;
}

/** A Secret, and how containers read its keys. */
export interface Secret<K extends string> {
  readonly object: Fields<ISecret> | When<Fields<ISecret>>;
  readonly keys: Readonly<Record<K, SecretKey>>;
}

/**
 * Secret values in one Secret. Written as `data`: with `stringData` a key that goes away would stay in the cluster.
 *
 * @throws {ManifestError} `BAD_COMPONENT` for a name that is no DNS label
 */
export function secret<K extends string>(scope: StackScope, options: SecretOptions<K>): Secret<K> {
  const { name, data, existing, required: messages = {} } = options;
  checkComponentName('secret', name);
  const entries = Object.entries<Expr<string> | When<Expr<string>>>(data);
  const encoded = entries.map(([key, value]) => [key, encode(value, (messages as Record<string, string>)[key])]);
  const object: Fields<ISecret> = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: metadata(scope, name),
    type: 'Opaque',
    data: Object.fromEntries(encoded) as Record<string, Expr<string>>,
  };
  const own = existing && eq(existing, '');
  const source = existing && own ? choose(own, concat([name]), existing) : name;
  const keys = entries.map(([key, value]) => [
    key,
    { from: 'secret', secret: source, key, known: { value: valueOf(value), ...(own ? { when: own } : {}) } },
  ]);
  return {
    object: own ? when(own, object) : object,
    keys: Object.fromEntries(keys) as Record<K, SecretKey>,
  };
}

function encode(
  value: Expr<string> | When<Expr<string>>,
  message: string | undefined,
): Expr<string> | When<Expr<string>> {
  if (!(value instanceof Expr)) return when(value.condition, encode(value.body, message) as Expr<string>);
  // In the chart the condition always holds, so that it does no harm that Helm evaluates both.
  return b64(message === undefined ? value : choose(inChart, required(value, message), value));
}

/** What a key holds; nothing where it is left out. */
function valueOf(value: Expr<string> | When<Expr<string>>): Expr<string> {
  return value instanceof Expr ? value : choose(value.condition, value.body, concat(['']));
}
