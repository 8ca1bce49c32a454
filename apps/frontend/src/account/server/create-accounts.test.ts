import { startTestPostgres, type TestPostgres } from '@todo/testing';
import { getMigrations } from 'better-auth/db/migration';
import { jwt } from 'better-auth/plugins/jwt';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, type JSONWebKeySet } from 'jose';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import { answer } from './answer.ts';
import { createAccounts, type Accounts } from './create-accounts.ts';

const publicUrl = 'http://todo.test';
let postgres: TestPostgres;
let pool: pg.Pool;

beforeAll(async () => {
  postgres = await startTestPostgres({ migrated: true });
  pool = new pg.Pool({ connectionString: postgres.url, max: 5, connectionTimeoutMillis: 2000 });
  pool.on('error', () => undefined);
});
afterAll(async () => {
  await pool.end();
  await postgres.remove();
});
beforeEach(async () => {
  await pool.query('TRUNCATE "user", "session", "account", "verification", "jwks", "rateLimit" CASCADE');
});

function made(secret = 'a-secret-of-this-test-0123456789abcdef'): Accounts {
  return createAccounts({ pool, secret, publicUrl, trustedOrigins: ['http://other.test'] });
}

interface Call {
  readonly body?: object;
  readonly cookie?: string;
  readonly origin?: string;
  readonly address?: string;
}

function ask(accounts: Accounts, path: string, call: Call = {}): Promise<Response> {
  const { body, cookie, origin = publicUrl, address = '192.0.2.1' } = call;
  const headers = { origin, 'x-forwarded-for': address, ...(cookie === undefined ? {} : { cookie }) };
  const init = body ? { method: 'POST', body: JSON.stringify(body) } : { method: 'GET' };
  const type = body ? { 'content-type': 'application/json' } : {};
  return answer(accounts, new Request(`${publicUrl}/api/auth${path}`, { ...init, headers: { ...headers, ...type } }));
}

const ada = { name: 'Ada', email: 'ada@example.test', password: 'correct horse' };

function cookieOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0] ?? '')
    .join('; ');
}

async function signedUp(accounts: Accounts, person = ada): Promise<string> {
  const response = await ask(accounts, '/sign-up/email', { body: person });
  expect(response.status, await response.clone().text()).toBe(200);
  return cookieOf(response);
}

async function tokenOf(accounts: Accounts, cookie: string): Promise<string> {
  const response = await ask(accounts, '/token', { cookie });
  expect(response.status, await response.clone().text()).toBe(200);
  return ((await response.json()) as { token: string }).token;
}

async function keysOf(accounts: Accounts): Promise<JSONWebKeySet> {
  return (await (await ask(accounts, '/jwks')).json()) as JSONWebKeySet;
}

test('who signed up gets tokens for the two services, signed by a published key', async () => {
  const accounts = made();
  const token = await tokenOf(accounts, await signedUp(accounts));
  const keys = createLocalJWKSet(await keysOf(accounts));
  const { payload } = await jwtVerify(token, keys, { issuer: publicUrl, audience: 'todo-mcp', algorithms: ['EdDSA'] });
  const { rows } = await pool.query('SELECT id FROM "user"');
  expect(payload.sub).toBe((rows[0] as { id: string }).id);
  expect(payload.aud).toEqual(['todo-backend', 'todo-mcp']);
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(15 * 60);
  expect(JSON.stringify(payload)).not.toContain('ada@');
});

test('the session is a cookie that no script reads', async () => {
  const response = await ask(made(), '/sign-up/email', { body: ada });
  const session = response.headers.getSetCookie().find((line) => line.startsWith('todo.session_token='));
  expect(session).toMatch(/HttpOnly/i);
  expect(session).toMatch(/SameSite=Lax/i);
});

test('over https the session is sent over https alone', async () => {
  const options = { pool, secret: 'a-secret-of-this-test-0123456789abcdef', trustedOrigins: [] };
  const accounts = createAccounts({ ...options, publicUrl: 'https://todo.test' });
  const request = new Request('https://todo.test/api/auth/sign-up/email', {
    method: 'POST',
    headers: { origin: 'https://todo.test', 'content-type': 'application/json', 'x-forwarded-for': '192.0.2.1' },
    body: JSON.stringify(ada),
  });
  const cookies = (await answer(accounts, request)).headers.getSetCookie();
  expect(cookies.some((line) => /^__Secure-todo\.session_token=.*Secure/i.test(line))).toBe(true);
});

test('a wrong password and an unknown address get the same answer', async () => {
  const accounts = made();
  await signedUp(accounts);
  const wrong = await ask(accounts, '/sign-in/email', { body: { email: ada.email, password: 'wrong horse' } });
  const unknown = await ask(accounts, '/sign-in/email', {
    body: { email: 'no@example.test', password: 'wrong horse' },
  });
  expect([wrong.status, unknown.status]).toEqual([401, 401]);
  expect(await wrong.text()).toBe(await unknown.text());
});

test('a short password is refused', async () => {
  const response = await ask(made(), '/sign-up/email', { body: { ...ada, password: 'short' } });
  expect(response.status).toBe(400);
});

test('another password ends the other sessions, if that is wished', async () => {
  const accounts = made();
  const here = await signedUp(accounts);
  const there = cookieOf(await ask(accounts, '/sign-in/email', { body: ada }));
  const body = { currentPassword: ada.password, newPassword: 'another horse', revokeOtherSessions: true };
  const changed = await ask(accounts, '/change-password', { body, cookie: here });
  expect(changed.status, await changed.clone().text()).toBe(200);
  expect((await ask(accounts, '/token', { cookie: there })).status).toBe(401);
  expect((await ask(accounts, '/token', { cookie: cookieOf(changed) })).status).toBe(200);
});

test('after signing out there are no more tokens', async () => {
  const accounts = made();
  const cookie = await signedUp(accounts);
  expect((await ask(accounts, '/sign-out', { body: {}, cookie })).status).toBe(200);
  expect((await ask(accounts, '/token', { cookie })).status).toBe(401);
});

test.each([
  { origin: 'http://evil.test', status: 403 },
  { origin: 'http://other.test', status: 200 },
])('a browser at $origin gets $status', async ({ origin, status }) => {
  const accounts = made();
  const cookie = await signedUp(accounts);
  expect((await ask(accounts, '/sign-out', { body: {}, cookie, origin })).status).toBe(status);
});

test('two replicas count the attempts to sign in together', async () => {
  const replicas = [made(), made()] as const;
  await signedUp(replicas[0]);
  const attempts = Array.from({ length: 24 }, (_, index) => replicas[index % 2 === 0 ? 0 : 1]);
  const body = { email: ada.email, password: 'wrong horse' };
  const statuses: number[] = [];
  for (const replica of attempts) statuses.push((await ask(replica, '/sign-in/email', { body })).status);
  expect(statuses.filter((status) => status === 401)).toHaveLength(20);
  expect(statuses.filter((status) => status === 429)).toHaveLength(4);
  const elsewhere = await ask(replicas[1], '/sign-in/email', { body, address: '198.51.100.7' });
  expect(elsewhere.status).toBe(401);
});

test('without its database it says so and when to come again, and it recovers by itself', async () => {
  const accounts = made();
  const cookie = await signedUp(accounts);
  const token = new Request(`${publicUrl}/api/auth/token`, { headers: { cookie, 'x-forwarded-for': '192.0.2.1' } });
  await postgres.stop();
  const away = await answer(accounts, token.clone());
  await postgres.start();
  expect(away.status).toBe(503);
  expect(away.headers.get('retry-after')).toBe('5');
  expect((await answer(accounts, token.clone())).status).toBe(200);
});

test('keys of another secret are replaced, and the tokens that they signed still hold', async () => {
  const before = made('the-first-secret-0123456789abcdefghij');
  const old = await tokenOf(before, await signedUp(before));
  const after = made('the-second-secret-0123456789abcdefghi');
  const cookie = cookieOf(await ask(after, '/sign-in/email', { body: ada }));
  const fresh = await tokenOf(after, cookie);
  expect(decodeProtectedHeader(fresh).kid).not.toBe(decodeProtectedHeader(old).kid);
  const keys = createLocalJWKSet(await keysOf(after));
  for (const token of [old, fresh]) expect((await jwtVerify(token, keys)).payload.sub).toBeDefined();
  // Once replaced it stays so: the next token is of the same new key.
  expect(decodeProtectedHeader(await tokenOf(after, cookie)).kid).toBe(decodeProtectedHeader(fresh).kid);
});

test('replicas with the former and the present secret do not take turns in replacing keys', async () => {
  const [before, after] = [
    made('the-first-secret-0123456789abcdefghij'),
    made('the-second-secret-0123456789abcdefghi'),
  ];
  await signedUp(before);
  const cookies = new Map<Accounts, string>();
  for (const replica of [before, after])
    cookies.set(replica, cookieOf(await ask(replica, '/sign-in/email', { body: ada })));
  for (const replica of [before, after, before, after, before]) await tokenOf(replica, cookies.get(replica) ?? '');
  expect((await keysOf(after)).keys).toHaveLength(2);
  await pool.query(
    `UPDATE jwks SET "expiresAt" = now() - interval '2 hours' WHERE "expiresAt" < now() + interval '1 day'`,
  );
  expect((await keysOf(after)).keys).toHaveLength(1);
});

test('the list of sessions is there after days, too', async () => {
  const accounts = made();
  const cookie = await signedUp(accounts);
  await pool.query(`UPDATE session SET "createdAt" = now() - interval '9 days'`);
  const response = await ask(accounts, '/list-sessions', { cookie });
  expect(response.status).toBe(200);
  const [session] = (await response.json()) as { token: string }[];
  expect((await ask(accounts, '/revoke-session', { cookie, body: { token: session?.token } })).status).toBe(200);
  expect((await ask(accounts, '/token', { cookie })).status).toBe(401);
});

test('a page that is rendered looks at the session and does not prolong it, a browser does', async () => {
  const accounts = made();
  const cookie = await signedUp(accounts);
  await pool.query(
    `UPDATE session SET "expiresAt" = now() + interval '20 days', "updatedAt" = now() - interval '10 days'`,
  );
  const daysLeft = async (): Promise<number> => {
    const { rows } = await pool.query(`SELECT extract(day FROM "expiresAt" - now())::int AS days FROM session`);
    return (rows[0] as { days: number }).days;
  };
  expect((await accounts.session(new Headers({ cookie })))?.user.email).toBe(ada.email);
  const token = (await accounts.token(new Headers({ cookie }))) ?? '';
  const { payload } = await jwtVerify(token, createLocalJWKSet(await keysOf(accounts)));
  const iat = payload.iat ?? 0;
  const aud = ['todo-backend', 'todo-mcp'];
  expect(payload).toEqual({ sub: payload.sub, iss: publicUrl, aud, iat, exp: iat + 15 * 60 });
  expect(await daysLeft()).toBe(19);
  const response = await ask(accounts, '/token', { cookie });
  expect(await daysLeft()).toBe(29);
  expect(cookieOf(response)).toContain('todo.session_token=');
});

test('while the database is away nobody looks signed out', async () => {
  const accounts = made();
  const headers = new Headers({ cookie: await signedUp(accounts) });
  await postgres.stop();
  const [session, token] = await Promise.allSettled([accounts.session(headers), accounts.token(headers)]);
  await postgres.start();
  for (const outcome of [session, token])
    expect(outcome).toMatchObject({ status: 'rejected', reason: { name: 'AccountsUnavailable' } });
  expect(await accounts.session(headers)).toBeDefined();
  expect(await accounts.session(new Headers())).toBeUndefined();
  expect(await accounts.token(new Headers())).toBeUndefined();
});

test('many addresses together may not try one account for ever', async () => {
  const accounts = made();
  await signedUp(accounts);
  const body = { email: ada.email.toUpperCase(), password: 'wrong horse' };
  const statuses: number[] = [];
  for (let index = 0; index < 32; index += 1)
    statuses.push((await ask(accounts, '/sign-in/email', { body, address: `192.0.2.${index}` })).status);
  expect(statuses.filter((status) => status === 401)).toHaveLength(30);
  const refused = await ask(accounts, '/sign-in/email', { body, address: '198.51.100.7' });
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(60);
});

test.each([
  { what: 'of megabytes', body: JSON.stringify({ ...ada, name: 'x'.repeat(2 ** 21) }), status: 413 },
  { what: 'with a character that can not be stored', body: JSON.stringify({ ...ada, name: 'a\0b' }), status: 422 },
  { what: 'with a name of many characters', body: JSON.stringify({ ...ada, name: 'x'.repeat(101) }), status: 422 },
  { what: 'with an empty name', body: JSON.stringify({ ...ada, name: ' ' }), status: 422 },
  { what: 'that is no JSON', body: '{"name"', status: 400 },
  { what: 'that is a list', body: '[]', status: 400 },
  { what: 'without an address', body: JSON.stringify({ ...ada, email: 'ada' }), status: 400 },
  { what: 'with an object for a password', body: JSON.stringify({ ...ada, password: { $ne: 1 } }), status: 400 },
])('a body $what is refused with $status', async ({ body, status }) => {
  const headers = { origin: publicUrl, 'content-type': 'application/json', 'x-forwarded-for': '192.0.2.1' };
  const request = new Request(`${publicUrl}/api/auth/sign-up/email`, { method: 'POST', headers, body });
  expect((await answer(made(), request)).status).toBe(status);
});

test.each(['GET /error', 'GET /ok', 'POST /update-user', 'POST /delete-user', 'GET /sign-up/email', 'GET /../x'])(
  'what the application does not use is not there: %s',
  async (route) => {
    const [method = '', path = ''] = route.split(' ');
    const request = new Request(`${publicUrl}/api/auth${path}`, { method });
    expect((await answer(made(), request)).status).toBe(404);
  },
);

test('the migrations make what better-auth expects', async () => {
  const options = { database: pool, rateLimit: { storage: 'database' as const }, plugins: [jwt()] };
  const { toBeCreated, toBeAdded } = await getMigrations(options);
  expect({ toBeCreated, toBeAdded }).toEqual({ toBeCreated: [], toBeAdded: [] });
});
