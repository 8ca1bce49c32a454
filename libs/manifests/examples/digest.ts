/**
 * Compares an example with the manifest that its project publishes, field by field:
 * `node libs/manifests/examples/digest.ts microservices-demo <kubernetes-manifests.yaml>`. With `--write`, and where both
 * are the same, the digests of the published objects go to `published/`, for the unit tests.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import type { KubeObject } from '@nx-kube/kube';
import { loadAll } from 'js-yaml';
import { differences } from './differences.ts';
import { comparable, digestOf } from './support/canonical.ts';
import { diffFields } from './support/diff-fields.ts';
import { examples } from './support/examples.ts';

const [name = '', file = '', write] = process.argv.slice(2);
process.exitCode = main();

function main(): number {
  if (!isExample(name) || file === '') return usage();
  const text = readFileSync(file, 'utf8');
  const documents = loadAll(text) as readonly (KubeObject | null)[];
  const published = comparable(
    documents.filter((document) => document !== null),
    differences[name],
  );
  const ours = comparable(examples[name], differences[name]);
  const lines = [...new Set([...published.keys(), ...ours.keys()])].flatMap((object) =>
    diffFields(published.get(object), ours.get(object), object),
  );
  console.log([...lines, `${lines.length} fields differ in ${published.size} published objects`].join('\n'));
  if (lines.length > 0) return 1;
  if (write === '--write') writeDigests(name, text, published);
  return 0;
}

function isExample(name: string): name is keyof typeof examples {
  return Object.hasOwn(examples, name);
}

function usage(): number {
  console.error(`usage: digest.ts <${Object.keys(examples).join('|')}> <published.yaml> [--write]`);
  return 2;
}

function writeDigests(name: string, text: string, published: ReadonlyMap<string, unknown>): void {
  const objects = Object.fromEntries([...published].map(([object, value]) => [object, digestOf(value)]));
  const json = JSON.stringify({ file: createHash('sha256').update(text).digest('hex'), objects }, undefined, 2);
  writeFileSync(new URL(`published/${name}.json`, import.meta.url), `${json}\n`);
}
