import fc from 'fast-check';
import { RE2JS } from 're2js';
import { expect, test } from 'vitest';
import { excludesAstral, portablePattern } from './pattern.ts';

const sourceOf = (pattern: RegExp): string => {
  const made = portablePattern(pattern);
  if (made.type === 'refused') throw new Error(made.problem);
  return made.source;
};

test.each([
  [/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$'],
  [/^(https?:\/\/[^ ]+)?$/, String.raw`^(https?:\/\/[^ ]+)?$`],
  [/^\d+(?:\.\d{1,3})?$/, String.raw`^\d+(?:\.\d{1,3})?$`],
  [/^[^\u0085-\u009f\u2028]*$/, '^[^\u0085-\u009F\u2028]*$'],
  [/^[\u005d-\u0060]$/, String.raw`^[\]-${'`'}]$`],
  [/^[^\u{1f600}]$/u, '^[^😀]$'],
  [/^[.$(]$/, '^[.$(]$'],
])('%s is %s in a chart', (pattern, source) => {
  expect(sourceOf(pattern)).toBe(source);
});

test.each([
  [/^\S+$/],
  [/^\s*$/],
  [/^a.b$/],
  [/^(?!no)/],
  [/(?<=a)b/],
  [/^(a)\1$/],
  [/^(?<name>a)$/],
  [/^a$/i],
  [/^a$/m],
  [/^[\b]$/],
  [/^\cA$/],
  [/^\0$/],
  [/^\p{L}$/u],
  [new RegExp(String.raw`^\a$`)],
  [new RegExp('^[]$')],
  [/^[^]$/],
  [/^[[:alpha:]]$/],
  [/^[^a]$/],
  [/^\D$/],
  [/^[\D]*$/],
  [/^😀$/],
  [/^\ud83d$/],
  [/^a{1001}$/],
])('%s is refused, with what to write instead', (pattern) => {
  expect(portablePattern(pattern)).toEqual({
    type: 'refused',
    problem: expect.stringMatching(/\w/) as unknown,
    fix: expect.stringMatching(/\w/) as unknown,
  });
});

const atom = fc.constantFrom(
  'a',
  '[a-f]',
  '[^b]',
  String.raw`\d`,
  String.raw`\u0061`,
  String.raw`\.`,
  '(b|é)',
  '[^😀]',
);
const repeat = fc.constantFrom('', '*', '+', '?', '{2}');
const source = fc
  .array(fc.tuple(atom, repeat), { maxLength: 4 })
  .map((parts) => `^${parts.map(([a, b]) => `${a}${b}`).join('')}$`);
const text = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '1', '.', '😀', '\n'), maxLength: 5 });

test('a portable pattern accepts the same texts in JavaScript and in RE2', () => {
  fc.assert(
    fc.property(source, text, (written, of) => {
      const pattern = new RegExp(written, 'u');
      expect(RE2JS.matches(sourceOf(pattern), of)).toBe(pattern.test(of));
    }),
    { numRuns: 2000 },
  );
});

test.each([
  { pattern: /^[a-z0-9-]*$/, excludes: true },
  { pattern: /^(a|b)$/, excludes: true },
  { pattern: /^[\u0020-\uffff]*$/, excludes: true },
  { pattern: /[a-z]/, excludes: false },
  { pattern: /^a|b$/, excludes: false },
  { pattern: /^[^a]*$/, excludes: false },
  { pattern: /^\W$/u, excludes: false },
  { pattern: /^a\$/, excludes: false },
  { pattern: /^[😀]$/u, excludes: false },
])('that $pattern keeps out characters beyond U+FFFF is $excludes', ({ pattern, excludes }) => {
  expect(excludesAstral(pattern)).toBe(excludes);
});
