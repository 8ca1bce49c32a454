import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { format } from 'oxfmt';
import { expect, test } from 'vitest';
import { printValue } from './print-value.ts';

const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.string({ unit: 'binary' }),
    fc.string(),
    fc.constantFrom(
      '__proto__',
      "it's",
      '"',
      '\\',
      '${x}',
      '`',
      'a\nb',
      '\u2028',
      '\ufeff',
      '\0',
      '\ud800',
      'no',
      '012',
    ),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'a.b/c', '0', 'class')), tie('value')),
  ),
}));

/** Data as text that shows own keys called `__proto__`, minus zero and halves of surrogate pairs. */
const shown = (value: unknown): string =>
  JSON.stringify(value, (_, of: unknown) => (Object.is(of, -0) ? 'minus zero' : of));

test('any data, printed and run as code, is the same data', () => {
  fc.assert(
    fc.property(json.value, (value) => {
      expect(shown(runInNewContext(`(${printValue(value)})`))).toBe(shown(value));
    }),
    { numRuns: 2000 },
  );
});

test('the formatter has nothing to change', async () => {
  const texts = fc.stringMatching(/^[a-z0-9 .'"/:-]{0,70}$/);
  const values = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      texts,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 5 }),
      fc.dictionary(fc.stringMatching(/^[a-z]{1,14}([./][a-z]{1,14})?$/), tie('value'), { maxKeys: 5 }),
    ),
  }));
  await fc.assert(
    fc.asyncProperty(values.value, async (value) => {
      const source = `export const tree = ${printValue({ value }, 0, 20, true)};\n`;
      expect((await format('tree.ts', source, { printWidth: 120, singleQuote: true })).code).toBe(source);
    }),
    { numRuns: 300 },
  );
});

test('text of several lines that is too long for one is a list of lines', () => {
  const lines = ['a', 'b', 'c'].map((letter) => letter.repeat(60));
  expect(printValue({ text: lines.join('\n') })).toBe(
    `{\n  text: [\n${lines.map((line) => `    '${line}',\n`).join('')}  ].join('\\n'),\n}`,
  );
});
