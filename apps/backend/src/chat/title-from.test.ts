import { expect, test } from 'vitest';
import { titleFrom } from './title-from.ts';

test.each([
  { message: 'Add milk', title: 'Add milk' },
  { message: '  Add\n\tmilk  ', title: 'Add milk' },
  {
    message: 'I need to remember to buy milk, eggs and bread for the breakfast on Sunday',
    title: 'I need to remember to buy milk, eggs and bread for the…',
  },
  { message: 'x'.repeat(4000), title: `${'x'.repeat(60)}…` },
  { message: '🦉'.repeat(100), title: `${'🦉'.repeat(60)}…` },
])('a conversation that begins with “$message” is called “$title”', ({ message, title }) => {
  expect(titleFrom(message)).toBe(title);
});
