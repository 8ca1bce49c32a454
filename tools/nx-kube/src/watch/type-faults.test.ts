import { expect, test } from 'vitest';

import { readTypeFaults } from './type-faults.ts';

test.each([
  {
    when: 'faults with a place',
    output: "libs/a/src/a.ts(3,5): error TS2322: Type 'x' is not y.\nlibs/a/b.ts(1,1): error TS1005: ';' expected.\n",
    faults: ["libs/a/src/a.ts:3:5 TS2322 Type 'x' is not y.", "libs/a/b.ts:1:1 TS1005 ';' expected."],
  },
  {
    when: 'a fault with more below it',
    output: "a (1).ts(3,5): error TS2322: Type 'x'.\n  Types of 'y'.\n    'z'.\n",
    faults: ["a (1).ts:3:5 TS2322 Type 'x'.\n  Types of 'y'.\n    'z'."],
  },
  { when: 'a setting', output: "error TS5023: Unknown option 'x'.", faults: ["TS5023 Unknown option 'x'."] },
  { when: 'something else', output: 'sh: tsc: not found\n', faults: ['sh: tsc: not found'] },
  { when: 'nothing', output: '\n', faults: ['the compiler failed and said nothing'] },
])('$when is read', ({ output, faults }) => {
  expect(readTypeFaults(output)).toEqual(faults);
});
