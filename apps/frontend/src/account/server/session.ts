import { headers } from 'next/headers';
import { cache } from 'react';

import { accounts } from './accounts.ts';

/** Who is signed in, as pages show it. */
export interface CurrentSession {
  readonly user: { readonly id: string; readonly email: string; readonly name: string };
  readonly session: { readonly id: string };
}

/**
 * The session of the request that is being rendered; undefined for somebody who is not signed in. Asked once per request.
 *
 * @throws when the database does not answer
 */
export const currentSession = cache(async (): Promise<CurrentSession | undefined> => {
  const found = await accounts().api.getSession({ headers: await headers() });
  if (!found) return undefined;
  const { id, email, name } = found.user;
  return { user: { id, email, name }, session: { id: found.session.id } };
});

/**
 * A token for the services behind, on behalf of who is signed in; never sent to the browser by a page.
 *
 * @throws when nobody is signed in, or the database does not answer
 */
export const serverToken = cache(async (): Promise<string> => {
  const { token } = await accounts().api.getToken({ headers: await headers() });
  return token;
});
