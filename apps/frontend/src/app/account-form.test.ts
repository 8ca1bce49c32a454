import { expect, test } from 'vitest';

import { AccountError } from '../account/client/account-error.ts';
import { checkFields, refusalErrors } from './account-form.ts';

test.each([
  ['a filled in sign-up', { name: 'Ann', email: 'ann@example.com', newPassword: 'correct horse' }, {}],
  [
    'an empty sign-up',
    { name: ' ', email: '', newPassword: '' },
    { name: 'nameMissing', email: 'emailMissing', newPassword: 'passwordMissing' },
  ],
  ['half an address', { email: 'ann@example', password: 'x' }, { email: 'emailInvalid' }],
  ['an unusual address', { email: "o'neil+todo@mail.example.co.uk", password: 'x' }, {}],
  ['a short password', { newPassword: 'seven77' }, { newPassword: 'passwordShort' }],
  ['a password that is too long', { newPassword: 'x'.repeat(129) }, { newPassword: 'passwordLong' }],
  [
    'the same password again',
    { password: 'correct horse', newPassword: 'correct horse' },
    { newPassword: 'passwordSame' },
  ],
  ['no current password', { password: '', newPassword: 'correct horse' }, { password: 'passwordMissing' }],
])('%s is judged before it is sent', (_what, fields, errors) => {
  expect(checkFields(fields)).toEqual(errors);
});

test.each([
  ['WRONG_PASSWORD', 'sign-in', { form: 'wrongCredentials' }],
  ['WRONG_PASSWORD', 'change-password', { password: 'wrongPassword' }],
  ['EMAIL_TAKEN', 'sign-up', { email: 'emailTaken' }],
  ['PASSWORD_TOO_SHORT', 'sign-up', { newPassword: 'passwordShort' }],
  ['TOO_MANY', 'sign-in', { form: 'tooMany' }],
  ['OFFLINE', 'sign-in', { form: 'unreachable' }],
  ['REFUSED', 'sign-up', { form: 'failed' }],
] as const)('%s of %s is told where it belongs', (code, form, errors) => {
  expect(refusalErrors(new AccountError(code), form)).toEqual(errors);
});

test('what nobody foresaw is told, too', () => {
  expect(refusalErrors(new TypeError('x'), 'sign-in')).toEqual({ form: 'failed' });
});
