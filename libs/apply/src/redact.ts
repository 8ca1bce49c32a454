import { refOf, type KubeObject } from '@nx-kube/kube';
import { objectAt } from './json.ts';
import { groupKind } from './phases.ts';

const shortest = 6; // anything shorter ("dev", "8000") is found everywhere and hides nothing

/**
 * Makes a function that blanks every secret value of the set in a text. The API server echoes values in its errors, and
 * a URL holds a password, so parts of a value between `:` and `@` are blanked on their own too.
 */
export function redactor(objects: readonly KubeObject[]): (text: string) => string {
  const values = new Set<string>();
  for (const object of objects) {
    if (groupKind(refOf(object)) !== 'Secret') continue;
    for (const encoded of Object.values(objectAt(object, 'data') ?? {})) {
      if (typeof encoded !== 'string') continue;
      const plain = Buffer.from(encoded, 'base64').toString('utf8');
      const password = /:\/\/[^:/@]*:([^@]+)@/.exec(plain)?.[1] ?? '';
      for (const text of [plain, encoded, password, decoded(password), JSON.stringify(plain).slice(1, -1)]) {
        if (text.length >= shortest) values.add(text);
      }
    }
  }
  const longestFirst = [...values].toSorted((a, b) => b.length - a.length);
  return (text) => longestFirst.reduce((clean, value) => clean.replaceAll(value, '***'), text);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
