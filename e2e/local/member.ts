import { randomUUID } from 'node:crypto';
import { newPerson } from '../app/people.ts';

/** Somebody with an account, who asks over HTTP as a browser does. */
export interface Member {
  add(title: string): Promise<void>;
  titles(): Promise<readonly string[]>;
  /** The same person at another address: a later run may have another port. */
  at(url: string): Member;
}

interface Question {
  readonly method?: string;
  readonly body?: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Makes an account. `url` is also the origin that the requests name. */
export async function join(url: string): Promise<Member> {
  const { text: me, cookie } = await ask(url, '/api/auth/sign-up/email', {
    method: 'POST',
    body: JSON.stringify(newPerson()),
    headers: {},
  });
  const { user } = JSON.parse(me) as { user: { id: string } };
  return memberAt(url, cookie, user.id);
}

function memberAt(url: string, cookie: string, id: string): Member {
  const headers = async (): Promise<Record<string, string>> => {
    const { text } = await ask(url, '/api/auth/token', { headers: { cookie } });
    return { authorization: `Bearer ${(JSON.parse(text) as { token: string }).token}` };
  };
  const path = `/api/${id}/tasks`;
  return {
    async add(title) {
      const key = { 'idempotency-key': randomUUID() };
      const init = { method: 'POST', body: JSON.stringify({ title }), headers: { ...(await headers()), ...key } };
      await ask(url, path, init);
    },
    at: (other) => memberAt(other, cookie, id),
    async titles() {
      const { text } = await ask(url, path, { headers: await headers() });
      return [...text.matchAll(/"title":"([^"]*)"/g)].map((match) => match[1] ?? '').toSorted();
    },
  };
}

/** Asks, and fails on anything but success. */
async function ask(
  url: string,
  path: string,
  init: Question,
): Promise<{ readonly text: string; readonly cookie: string }> {
  const headers = { origin: url, 'content-type': 'application/json', ...init.headers };
  const response = await fetch(`${url}${path}`, { ...init, headers });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
  const cookie = response.headers.getSetCookie().map((line) => line.split(';', 1)[0]);
  return { text, cookie: cookie.join('; ') };
}
