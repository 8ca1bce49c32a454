import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

/** Prints what a fresh process asks for while it imports the library: every specifier, each once. */
const TRACE = `
  import { registerHooks } from 'node:module';
  const asked = new Set();
  registerHooks({ resolve: (specifier, context, next) => (asked.add(specifier), next(specifier, context)) });
  await import('./index.ts');
  console.log(JSON.stringify([...asked]));
`;

test('importing the library loads no package but the one of the objects, and little of Node.js', () => {
  const cwd = import.meta.dirname;
  const args = ['--input-type=module', '--eval', TRACE];
  const asked = JSON.parse(execFileSync(process.execPath, args, { cwd, encoding: 'utf8' })) as string[];
  const foreign = asked.filter((specifier) => !specifier.startsWith('.') && specifier !== 'node:module');
  expect(foreign.toSorted()).toEqual(['@nx-kube/kube', 'node:url']);
});
