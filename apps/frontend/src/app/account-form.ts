import { AccountError } from '../account/client/account-error.ts';
import type { AccountMessages } from '../i18n/messages.ts';

/** A text of `errors`. */
export type ErrorName = keyof AccountMessages['errors'];

/** What is wrong, by field; `form` for what belongs to none. */
export type AccountFormErrors = Readonly<Partial<Record<AccountField | 'form', ErrorName>>>;

export type AccountField = 'name' | 'email' | 'password' | 'newPassword';

const SHORTEST_PASSWORD = 8;
const LONGEST_PASSWORD = 128;

/** What can be said before anybody is asked; the accounts check again. */
export function checkFields(fields: Readonly<Partial<Record<AccountField, string>>>): AccountFormErrors {
  const { name, email, password, newPassword } = fields;
  return {
    ...(name?.trim() === '' && { name: 'nameMissing' }),
    ...(email !== undefined && emailError(email.trim())),
    ...(password === '' && { password: 'passwordMissing' }),
    ...(newPassword !== undefined && newPasswordError(newPassword, password)),
  };
}

/** What the accounts' refusal means for a form with these fields. */
export function refusalErrors(error: unknown, form: 'sign-in' | 'sign-up' | 'change-password'): AccountFormErrors {
  const password = form === 'sign-in' ? 'password' : 'newPassword';
  switch (error instanceof AccountError ? error.code : undefined) {
    case 'WRONG_PASSWORD':
      return form === 'change-password' ? { password: 'wrongPassword' } : { form: 'wrongCredentials' };
    case 'EMAIL_TAKEN':
      return { email: 'emailTaken' };
    case 'BAD_EMAIL':
      return { email: 'emailInvalid' };
    case 'PASSWORD_TOO_SHORT':
      return { [password]: 'passwordShort' };
    case 'PASSWORD_TOO_LONG':
      return { [password]: 'passwordLong' };
    case 'TOO_MANY':
      return { form: 'tooMany' };
    case 'OFFLINE':
    case 'UNAVAILABLE':
      return { form: 'unreachable' };
    default:
      return { form: 'failed' };
  }
}

function emailError(email: string): AccountFormErrors {
  if (email === '') return { email: 'emailMissing' };
  // Only what is surely none: the rules for addresses allow more than anybody thinks.
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) ? {} : { email: 'emailInvalid' };
}

function newPasswordError(password: string, current: string | undefined): AccountFormErrors {
  if (password.length < SHORTEST_PASSWORD)
    return { newPassword: password === '' ? 'passwordMissing' : 'passwordShort' };
  if (password.length > LONGEST_PASSWORD) return { newPassword: 'passwordLong' };
  return password === current ? { newPassword: 'passwordSame' } : {};
}
