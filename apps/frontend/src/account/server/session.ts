import { headers } from 'next/headers';
import { cache } from 'react';

import { accounts } from './accounts.ts';
import type { CurrentSession } from './create-accounts.ts';

export type { CurrentSession } from './create-accounts.ts';

/**
 * The session of the request that is being rendered; undefined for somebody who is not signed in. Asked once per request.
 *
 * @throws AccountsUnavailable when the database does not answer
 */
export const currentSession = cache(async (): Promise<CurrentSession | undefined> =>
  accounts().session(await headers()),
);

/**
 * A token for the services behind, on behalf of who is signed in; never sent to the browser by a page.
 *
 * @throws AccountsUnavailable when the database does not answer
 * @throws Error when nobody is signed in
 */
export const serverToken = cache(async (): Promise<string> => {
  const token = await accounts().token(await headers());
  if (token === undefined) throw new Error('nobody is signed in');
  return token;
});
