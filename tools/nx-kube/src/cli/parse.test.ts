import { expect, test } from 'vitest';

import { describeError } from '../error.ts';
import { parseCommand } from './parse.ts';

const failure = (...argv: string[]): { code: string; fix: string } => {
  try {
    parseCommand(argv);
  } catch (error) {
    return describeError(error);
  }
  throw new Error('the command line was accepted');
};

test('a verb alone has the defaults of its options', () => {
  expect(parseCommand(['minikube'])).toMatchObject({
    type: 'run',
    verb: 'minikube',
    relay: false,
    options: { stack: 'deploy/stack.ts', environment: 'minikube', timeout: 300, 'dry-run': false, output: 'text' },
  });
});

test.each([
  ['a number', ['--timeout=90'], { timeout: 90 }],
  ['a value in a word of its own', ['--profile', 'two'], { profile: 'two' }],
  ['a flag', ['--dry-run'], { 'dry-run': true }],
  ['a flag with a value', ['--dry-run=false'], { 'dry-run': false }],
  ['a flag that is denied', ['--no-dry-run'], { 'dry-run': false }],
  ['a choice', ['--output', 'json'], { output: 'json' }],
])('%s is read', (_, words, options) => {
  expect(parseCommand(['minikube', ...words])).toMatchObject({ options });
});

test.each([
  ['an unknown verb', ['minkube'], 'did you mean minikube?'],
  ['an option before the verb', ['--dry-run', 'minikube'], 'put the verb first: nx-kube <verb> [options]'],
  ['an unknown option', ['minikube', '--time-out=3'], 'did you mean --timeout?'],
  ['an option of another verb', ['status', '--delete-data'], 'see nx-kube status --help'],
  ['a word that is no option', ['status', 'now'], 'see nx-kube status --help'],
  ['a number that is none', ['minikube', '--timeout=soon'], 'give a whole number above 0'],
  ['a number that is not whole', ['logs', '--tail=1.5'], 'give a whole number above 0'],
  ['a port that no machine has', ['local', '--port', '99999'], 'give a whole number above 0 and up to 65535'],
  ['a value that is not among the choices', ['minikube', '--output=yaml'], 'use one of: text, json'],
  ['an option without its value', ['minikube', '--profile'], 'write --profile=<string>'],
  [
    'a flag with a value that is neither true nor false',
    ['minikube', '--dry-run=maybe'],
    'write --dry-run or --dry-run=false',
  ],
])('%s is refused with a way out', (_, argv, fix) => {
  expect(failure(...argv)).toMatchObject({ code: 'USAGE', fix });
});

test('no verb at all is refused', () => {
  expect(failure().code).toBe('USAGE');
});

test.each([
  [['--help'], { type: 'help' }],
  [['render', '--help'], { type: 'help', verb: 'render' }],
  [['--version'], { type: 'version' }],
])('%j asks for a page', (argv, command) => {
  expect(parseCommand(argv)).toEqual(command);
});
