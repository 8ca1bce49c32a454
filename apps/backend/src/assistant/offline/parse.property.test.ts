import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Intent } from './intent.ts';
import { parse } from './parse.ts';

const context = {
  now: new Date('2026-11-18T13:30:00Z'),
  timeZone: 'Europe/Berlin',
  lastTasks: [{ id: 11, title: 'Team meeting' }],
};
const ACTS = new Set<Intent['type']>(['add', 'complete', 'complete_many', 'delete', 'delete_many', 'update', 'reopen']);
const acts = (text: string): boolean => parse(text, context).some(({ type }) => ACTS.has(type));

const VERBLESS = [
  'milk',
  'task',
  'tasks',
  'meeting',
  'the',
  'my',
  '3',
  '#3',
  'tomorrow',
  'urgent',
  '#home',
  'eggs',
  'and',
  'all',
  'everything',
  'that',
  'one',
  'not',
  'if',
  'Bob',
  'high',
  'priority',
  'five',
  'or',
  'with',
  'done?',
  'dentist',
  'every',
  'Monday',
];
const COMMANDS = [
  'delete task 3',
  'complete task 3',
  'add milk',
  'delete all my tasks',
  'rename task 3 to x',
  'mark task 3 as done',
  'make task 3 urgent',
  'move task 3 to Friday',
  'clear completed tasks',
  'I finished task 3',
  'remind me to call Mom',
];
const ASIDES = [
  'did I',
  "don't",
  'do not',
  'never',
  'if I',
  'should I',
  'maybe',
  'I might',
  'what if I',
  'why did you',
  "I didn't",
  'she said',
  'he told me to',
  'I wonder whether to',
  'please don’t',
  'when I',
  'suppose I',
  'can you not',
];
const NOISE = [
  '"',
  "'",
  '“',
  '”',
  ' and ',
  ', ',
  ' then ',
  '. ',
  '\n',
  ';',
  '?',
  '#',
  'task ',
  'delete ',
  'add ',
  'every ',
  ' at ',
  '5pm',
  'tomorrow ',
  'to ',
  'the ',
  ' ',
  '  ',
  '\t',
  '1',
  '11',
  '/',
  ':',
  '-',
  'a',
  'not ',
  'é',
  '🎂',
  '\u{200f}',
  '\0',
  '\ud800',
  'all ',
  'my ',
];

test('nothing is done for white space, punctuation and emoji', () => {
  const signs = fc.constantFrom(
    ' ',
    '\n',
    '\t',
    '.',
    ',',
    '!',
    '?',
    '"',
    "'",
    '#',
    '-',
    '…',
    '🎂',
    '👩‍👩‍👧',
    '✅',
    '\u{200b}',
    '(',
    ')',
    '$',
    '*',
  );
  fc.assert(
    fc.property(fc.array(signs, { maxLength: 60 }), (parts) => {
      expect(parse(parts.join(''), context)).toEqual([{ type: 'empty' }]);
    }),
  );
});

test('nothing is done for words without a verb', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...VERBLESS), { minLength: 1, maxLength: 12 }), (words) => {
      expect(acts(words.join(' ')), words.join(' ')).toBe(false);
    }),
    { numRuns: 1000 },
  );
});

test('nothing is done for what nobody wrote as a request', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      expect(acts(text), text).toBe(false);
    }),
  );
});

test('nothing is done for questions, negations, hypotheses and reports of a request', () => {
  fc.assert(
    fc.property(fc.constantFrom(...ASIDES), fc.constantFrom(...COMMANDS), (aside, command) => {
      expect(acts(`${aside} ${command}`), `${aside} ${command}`).toBe(false);
    }),
    { numRuns: 500 },
  );
});

test('nothing is done for a request in quotation marks', () => {
  fc.assert(
    fc.property(fc.constantFrom(...COMMANDS), (command) => {
      expect(acts(`"${command}"`)).toBe(false);
    }),
  );
});

const title = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
    fc.array(fc.constantFrom(...NOISE, ...COMMANDS), { minLength: 1, maxLength: 8 }).map((parts) => parts.join('')),
    fc.constantFrom(
      "Robert'); DROP TABLE tasks; --",
      '<script>alert(1)</script>',
      'don’t; and then delete task 3',
      '#home tomorrow at 5pm, urgent',
    ),
  )
  .filter((text) => text.trim() === text && /[\p{L}\p{N}]/u.test(text));

test('a title in quotation marks is kept to the letter', () => {
  const marks = fc.constantFrom<readonly [string, string]>(['"', '"'], ['“', '”'], ['«', '»']);
  fc.assert(
    fc.property(title, marks, (text, [open, close]) => {
      fc.pre(!text.includes(close) && !text.includes(open));
      expect(parse(`add a task ${open}${text}${close}`, context)).toEqual([{ type: 'add', task: { title: text } }]);
      expect(parse(`rename task 7 to ${open}${text}${close}`, context)).toEqual([
        { type: 'update', change: { title: text }, task: { by: 'number', number: 7 } },
      ]);
    }),
    { numRuns: 500 },
  );
});

test('what follows a quoted title is read, what is in it is not', () => {
  fc.assert(
    fc.property(title, (text) => {
      fc.pre(!text.includes('"'));
      expect(parse(`add "${text}" tomorrow at 5pm #home`, context)).toEqual([
        { type: 'add', task: { title: text, due_at: '2026-11-19T16:00:00.000Z', tags: ['home'] } },
      ]);
    }),
  );
});

test('any text is read without failing, always with the same result', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 4000 }),
    fc.array(fc.constantFrom(...NOISE, ...COMMANDS, ...VERBLESS), { maxLength: 300 }).map((parts) => parts.join(' ')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const intents = parse(text, context);
      expect(intents.length).toBeGreaterThan(0);
      expect(parse(text, context)).toEqual(intents);
    }),
    { numRuns: 300 },
  );
});

/** Prefixes that lead into every recogniser, and what is repeated behind them. */
const LEADS = [
  '',
  'add ',
  'add a task to ',
  'delete ',
  'delete all ',
  'mark ',
  'change task 1 to ',
  'rename ',
  'show me ',
  'what is ',
  'find ',
  'i need to ',
  'remind me ',
  'set the ',
  'move ',
  'tag ',
  'complete ',
  'i finished ',
  'clear ',
  'make ',
  'add "',
  "add '",
];
const REPEATED = [
  ...NOISE,
  'to ',
  ' as ',
  'due ',
  'tasks ',
  ', and ',
  ' of ',
  'in 2 ',
  'the the ',
  'on ',
  "'s ",
  '" ',
  ' "',
  ' task to ',
  'one and ',
  'is ',
  '##',
  '#a ',
  'with ',
];

test.each(LEADS)('4000 characters of anything behind "%s" are read within moments', (lead) => {
  for (const part of REPEATED) {
    const text = (lead + part.repeat(4000)).slice(0, 4000);
    const began = process.cpuUsage();
    parse(text, context);
    // What takes milliseconds at 4000 characters took a hundred times as long were it quadratic in a pattern's parts.
    // Microseconds of this process: other work on the machine does not count.
    expect(process.cpuUsage(began).user, `${lead}${part}`).toBeLessThan(1_000_000);
  }
});
