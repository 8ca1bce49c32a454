import type { KubeObject } from '@nx-kube/kube';
import type { Stack, StackValues } from '../stack/stack.ts';
import type { Faults } from '../without-cluster/faults.ts';
import type { Sources } from '../without-cluster/sources.ts';
import { standIns } from './secret-script.ts';

/**
 * What may be written down of each key of the Secrets: its text, made of stand-ins and of what is no secret; undefined
 * where that is a secret that somebody gave, in an environment of the stack or in a Secret of its own.
 */
export function secretTexts(
  stack: Stack,
  { secrets }: Sources,
  values: StackValues,
): Readonly<Record<string, string | undefined>> {
  const ours = standIns(stack);
  const { secrets: open = {} } = (stack.compose ?? {}) as { secrets?: Readonly<Record<string, string>> };
  const given = Object.entries(values.secrets)
    .filter(([name, value]) => value !== '' && value !== ours[name] && value !== open[name])
    .map(([, value]) => value);
  const texts = [...secrets].flatMap(([secret, data]) =>
    Object.entries(data).map(([key, text]) => {
      const known = secret === stack.secrets.name && !given.some((value) => text.includes(value));
      return [key, known ? text : undefined] as const;
    }),
  );
  return Object.fromEntries(texts);
}

/** Files of secrets are told apart by their keys alone. */
export function checkKeys(objects: readonly KubeObject[], faults: Faults): void {
  const owners = new Map<string, string>();
  for (const object of objects.filter(({ kind }) => kind === 'Secret')) {
    const { name } = object.metadata;
    for (const key of Object.keys(object['data'] ?? {})) {
      const other = owners.get(key);
      const rule = `is a key of Secret ${other}, too, and the files of secrets are told apart by key alone`;
      if (other !== undefined) faults.add(object, `data.${key}`, { rule, fix: 'give one of them another key' });
      owners.set(key, name);
    }
  }
}
