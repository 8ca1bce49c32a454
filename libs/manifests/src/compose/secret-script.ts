import type { Stack } from '../stack/stack.ts';

/**
 * The shell script that makes the files of the secrets: once, and none that is there already. What is made up is made by
 * `openssl`; what follows from another secret is put together from its file; the rest is empty until a person writes it.
 * It fails while a file is absent that only a person can write.
 *
 * @param texts key of the Secret → its text, evaluated with `standIns`; undefined for what must not be written down
 */
export function secretScript(
  stack: Stack,
  texts: Readonly<Record<string, string | undefined>>,
  keys: readonly string[],
): string {
  const made = new Map(Object.entries(standIns(stack)).map(([value, text]) => [text, keyOf(stack, value)]));
  const order = keys.toSorted((a, b) => rank(stack, a) - rank(stack, b));
  const unknown = order.filter((key) => Object.hasOwn(texts, key) && texts[key] === undefined);
  const known = order.filter((key) => !unknown.includes(key));
  return [
    '#!/bin/sh',
    `# Makes the files of the secrets of ${stack.name} for Compose: sh compose-secrets.sh [FOLDER]`,
    '# What is there stays as it is. Write your own value into a file to use that. Keep the folder: without the',
    '# password in it, the data of the database is out of reach.',
    'set -eu',
    'folder=${1:-$(dirname "$0")/secrets}',
    'mkdir -p "$folder"',
    '# The folder keeps others out; the files in it must be readable for the user of the containers.',
    'chmod 700 "$folder"',
    'cd "$folder"',
    ...known.flatMap((key) => [
      '',
      `# ${describeOf(stack, key)}`,
      `[ -e ${key} ] || ${command(stack, key, texts[key] ?? '', made)}`,
    ]),
    '',
    ...unknown.flatMap((key) => [
      `# ${describeOf(stack, key)}`,
      `[ -e ${key} ] || { echo "Write the secret ${key} into $folder/${key}, and run this again" >&2; exit 1; }`,
      '',
    ]),
    `chmod 644 ${order.join(' ')}`,
    'echo "The secrets are in $folder"',
    '',
  ].join('\n');
}

/** A text of its own for each secret that is made up, to be found again in what follows from it. */
export function standIns({ secrets }: Stack): Readonly<Record<string, string>> {
  return Object.fromEntries(
    secrets.specs
      .filter(({ generate }) => generate)
      .map(({ value }, index) => [value, `5ec4e7${String(index).padStart(26, '0')}`]),
  );
}

function command(stack: Stack, key: string, text: string, made: ReadonlyMap<string, string>): string {
  const spec = stack.secrets.specs.find((one) => one.key === key);
  if (spec?.generate) return `openssl rand ${spec.generate === 'hex32' ? '-hex' : '-base64'} 32 >${key}`;
  if (text === '') return `: >${key}`;
  const standsIn = new RegExp(`(${[...made.keys()].join('|') || '(?!)'})`);
  // Split by a group keeps what stood between: stand-ins become the text of their files.
  const words = text.split(standsIn).filter((part) => part !== '');
  const shell = words.map((part) => (made.has(part) ? `"$(cat ${made.get(part)})"` : quoted(part)));
  return `printf '%s' ${shell.join('')} >${key}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function keyOf({ secrets }: Stack, value: string): string {
  return secrets.specs.find((spec) => spec.value === value)?.key ?? value;
}

function describeOf({ secrets }: Stack, key: string): string {
  return secrets.specs.find((spec) => spec.key === key)?.describe ?? 'Any text.';
}

/** What is made up comes first, as others follow from it. */
function rank({ secrets }: Stack, key: string): number {
  return secrets.specs.find((spec) => spec.key === key)?.generate ? 0 : 1;
}
