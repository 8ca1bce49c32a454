import { expect, test } from 'vitest';

import { scramVerifier } from './verifier.ts';

test('the keys are those of the example in RFC 7677', () => {
  const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64');
  expect(scramVerifier('pencil', salt)).toBe(
    'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=',
  );
});

test('another salt gives another verifier', () => {
  expect(scramVerifier('x', Buffer.alloc(16, 1))).not.toBe(scramVerifier('x', Buffer.alloc(16, 2)));
});
