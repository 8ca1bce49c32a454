import { forgetToken } from './access-token.ts';
import { askAccounts } from './ask-accounts.ts';

/** One device or browser in which somebody is signed in. */
export interface AccountSession {
  readonly id: string;
  /** Ends this session when given to `revokeSession`; worth as much as the cookie, so never shown. */
  readonly token: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly userAgent?: string | null;
}

/** Makes an account, and signs in. @throws AccountError */
export async function signUp(person: { name: string; email: string; password: string }): Promise<void> {
  await asSomebodyElse('/sign-up/email', person);
}

/** @throws AccountError `WRONG_PASSWORD` for an unknown address, too */
export async function signIn(credentials: { email: string; password: string }): Promise<void> {
  await asSomebodyElse('/sign-in/email', credentials);
}

/** Ends this session. @throws AccountError */
export async function signOut(): Promise<void> {
  await asSomebodyElse('/sign-out', {});
}

/** Changes the password and ends every other session. @throws AccountError */
export async function changePassword(passwords: { currentPassword: string; newPassword: string }): Promise<void> {
  await asSomebodyElse('/change-password', { ...passwords, revokeOtherSessions: true });
}

/** Where this person is signed in, newest first. @throws AccountError */
export async function listSessions(): Promise<readonly AccountSession[]> {
  const sessions = await askAccounts<readonly AccountSession[]>('/list-sessions');
  return sessions.toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt));
}

/** Ends one session. @throws AccountError */
export async function revokeSession(session: AccountSession): Promise<void> {
  await askAccounts('/revoke-session', { token: session.token });
}

/** Asks for something after which the token in memory may be somebody else's, or of a session that has ended. */
async function asSomebodyElse(path: string, body: object): Promise<void> {
  try {
    await askAccounts(path, body);
  } finally {
    forgetToken();
  }
}
