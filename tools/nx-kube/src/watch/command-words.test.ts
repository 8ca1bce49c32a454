import { expect, test } from 'vitest';

import { PluginError } from '../error.ts';
import { commandWords } from './command-words.ts';

test.each([
  ['node build.ts --worker', ['node', 'build.ts', '--worker']],
  ['  node   "a b.ts" \'c d\' --name=value ', ['node', 'a b.ts', 'c d', '--name=value']],
])('%s is %j', (command, words) => {
  expect(commandWords(command, 'shop:dev')).toEqual(words);
});

test.each(['', undefined, 'a && b', 'a | b', 'echo $HOME', 'a > b', 'rm *.js', 'a "$(b)"', 'a"b"'])(
  '%s is refused',
  (command) => {
    expect(() => commandWords(command, 'shop:dev')).toThrow(PluginError);
  },
);
