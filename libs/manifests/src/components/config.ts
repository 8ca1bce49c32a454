import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import type { Expr } from '../hole/expr.ts';
import type { Fields } from '../hole/templated.ts';
import { checkComponentName } from './component-name.ts';
import type { ConfigKey } from './env.ts';
import { metadata, type StackScope } from './scope.ts';

/** A ConfigMap, and how containers read its keys. */
export interface Config<K extends string> {
  readonly object: Fields<IConfigMap>;
  readonly keys: Readonly<Record<K, ConfigKey>>;
}

/**
 * Settings that are no secret, in one ConfigMap.
 *
 * @throws {ManifestError} `BAD_COMPONENT` for a name that is no DNS label
 */
export function config<K extends string>(
  scope: StackScope,
  { name, data }: { name: string; data: Readonly<Record<K, string | Expr<string>>> },
): Config<K> {
  checkComponentName('config', name);
  const entries = Object.entries<string | Expr<string>>(data);
  const keys = entries.map(([key, value]) => [key, { from: 'config', config: name, key, value } as const]);
  return {
    object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata(scope, name), data },
    keys: Object.fromEntries(keys) as Record<K, ConfigKey>,
  };
}
