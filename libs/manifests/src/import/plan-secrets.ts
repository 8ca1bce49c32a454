import { isUtf8 } from 'node:buffer';
import type { KubeObject } from '@nx-kube/kube';
import { isMap } from './data-map.ts';
import { camelCase, nameGiver, upperCase } from './names.ts';

/** One value of a Secret that was left out of the source. */
export interface SecretHole {
  /** The Secret that held it. */
  readonly object: KubeObject;
  readonly field: 'data' | 'stringData';
  readonly key: string;
  /** Name below `secrets` in the values. */
  readonly value: string;
  /** Environment variable that it will be read from. */
  readonly env: string;
  /** What the hole holds: text, or base64 where the bytes are no text. */
  readonly form: 'text' | 'base64';
  /** Whether the value was empty. */
  readonly empty: boolean;
}

/** Whether an object is a Secret, whose values must not get into any source. */
export function isSecret({ apiVersion, kind }: KubeObject): boolean {
  return apiVersion === 'v1' && kind === 'Secret';
}

/** A hole for each value of each Secret. With several Secrets each name starts with that of its Secret. */
export function planSecrets(objects: readonly KubeObject[]): readonly SecretHole[] {
  const secrets = objects.filter(isSecret);
  const [valueName, envName] = [nameGiver(), nameGiver()];
  return secrets.flatMap((object) =>
    (['data', 'stringData'] as const).flatMap((field) => {
      const entries = object[field];
      if (!isMap(entries)) return [];
      return Object.entries(entries).map(([key, encoded]) => {
        const name = secrets.length > 1 ? `${object.metadata.name}-${key}` : key;
        const bytes = Buffer.from(String(encoded), field === 'data' ? 'base64' : 'utf8');
        return {
          object,
          field,
          key,
          empty: bytes.length === 0,
          value: valueName(camelCase(name)),
          env: envName(upperCase(name)),
          form: isUtf8(bytes) ? ('text' as const) : ('base64' as const),
        };
      });
    }),
  );
}
