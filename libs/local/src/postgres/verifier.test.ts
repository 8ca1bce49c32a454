import { expect, test } from 'vitest';

import { isVerifierOf, scramVerifier } from './verifier.ts';

const SALT = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64');

test('a verifier is what the example of RFC 7677 gives', () => {
  expect(scramVerifier('pencil', SALT)).toBe(
    'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=',
  );
});

test('it tells its password from others', () => {
  const verifier = scramVerifier('pencil', SALT);
  expect(isVerifierOf(verifier, 'pencil')).toBe(true);
  expect(isVerifierOf(verifier, 'Pencil')).toBe(false);
  expect(isVerifierOf('', 'pencil')).toBe(false);
});
