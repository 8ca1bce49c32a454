import { startIssuer, type Issuer, type TokenOptions } from '@todo/testing';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createVerifier, type AuthErrorCode, type Verifier } from './index.ts';

let accounts: Issuer;
let verifier: Verifier;

beforeEach(async () => {
  accounts = await startIssuer();
  verifier = createVerifier({ jwksUrl: accounts.jwksUrl, issuer: accounts.issuer, audience: 'todo-backend' });
});
afterEach(() => accounts.close());

function codeOf(authorization: string | null | undefined): Promise<string> {
  return verifier.verify(authorization).then(
    () => 'verified',
    (error: { code: AuthErrorCode }) => error.code,
  );
}

test('a token of the accounts names its person', async () => {
  const token = await accounts.mint({ sub: 'ada' });
  const identity = await verifier.verify(`Bearer ${token}`);
  expect(identity).toMatchObject({ userId: 'ada', token });
  expect(identity.expiresAt * 1000 - Date.now()).toBeGreaterThan(14 * 60_000);
});

test.each<{ what: string; token: TokenOptions; code: AuthErrorCode }>([
  { what: 'signed by a stranger', token: { alg: 'forged' }, code: 'BAD_TOKEN' },
  { what: 'that nobody signed', token: { alg: 'none' }, code: 'BAD_TOKEN' },
  { what: 'signed with the public key as a secret', token: { alg: 'HS256' }, code: 'BAD_TOKEN' },
  { what: 'for another service', token: { aud: 'todo-mcp' }, code: 'BAD_TOKEN' },
  { what: 'of another issuer', token: { iss: 'https://evil.example' }, code: 'BAD_TOKEN' },
  { what: 'that has expired', token: { expiresIn: -60 }, code: 'EXPIRED' },
  { what: 'that holds from tomorrow on', token: { notBefore: 24 * 60 * 60 }, code: 'BAD_TOKEN' },
  { what: 'that never expires', token: { expiresIn: Number.POSITIVE_INFINITY }, code: 'BAD_TOKEN' },
  { what: 'that names nobody', token: { sub: '' }, code: 'BAD_TOKEN' },
  { what: 'by an unknown key', token: { kid: 'made-up' }, code: 'BAD_TOKEN' },
])('a token $what is refused with $code', async ({ token, code }) => {
  expect(await codeOf(`Bearer ${await accounts.mint(token)}`)).toBe(code);
});

test.each([
  { header: undefined, code: 'NO_TOKEN' },
  { header: '', code: 'NO_TOKEN' },
  { header: 'Basic dXNlcjpwYXNz', code: 'BAD_TOKEN' },
  { header: 'Bearer', code: 'BAD_TOKEN' },
  { header: 'Bearer not.a.token', code: 'BAD_TOKEN' },
  { header: 'Bearer a b', code: 'BAD_TOKEN' },
  { header: `Bearer ${'a'.repeat(5000)}`, code: 'BAD_TOKEN' },
])('the header $header is refused with $code', async ({ header, code }) => {
  expect(await codeOf(header)).toBe(code);
});

test('an error tells nothing of the token', async () => {
  const token = await accounts.mint({ sub: 'ada', iss: 'https://evil.example' });
  const error = await verifier.verify(`Bearer ${token}`).catch((reason: Error) => reason);
  expect(`${JSON.stringify(error)} ${(error as Error).message}`).not.toContain(token.slice(0, 20));
});

test('many requests ask for the keys once', async () => {
  const tokens = await Promise.all(Array.from({ length: 20 }, (_, index) => accounts.mint({ sub: `user-${index}` })));
  await Promise.all(tokens.map((token) => verifier.verify(`Bearer ${token}`)));
  expect(accounts.asked()).toBe(1);
});

test('a key that was made after the last look is found, and the old one still holds', async () => {
  const old = await accounts.mint();
  const late = createVerifier({ jwksUrl: accounts.jwksUrl, issuer: accounts.issuer, audience: 'todo-mcp' });
  await accounts.rotate();
  expect((await late.verify(`Bearer ${await accounts.mint({ sub: 'new' })}`)).userId).toBe('new');
  expect((await late.verify(`Bearer ${old}`)).userId).toBe('user-1');
});

test('keys that can not be had are no fault of the token', async () => {
  accounts.fail(true);
  const header = `Bearer ${await accounts.mint()}`;
  expect(await codeOf(header)).toBe('KEYS_UNAVAILABLE');
  accounts.fail(false);
  expect(await codeOf(header)).toBe('verified');
});

test('a person whose token was verified is still known while the keys can not be had', async () => {
  const header = `Bearer ${await accounts.mint()}`;
  await verifier.verify(header);
  accounts.fail(true);
  expect(await codeOf(header)).toBe('verified');
});

test('keys that do not come are waited for, but not for long', async () => {
  accounts.hang(true);
  const header = `Bearer ${await accounts.mint()}`;
  const began = performance.now();
  expect(await codeOf(header)).toBe('KEYS_UNAVAILABLE');
  expect(performance.now() - began).toBeLessThan(3500);
});

test('nobody who answers, or answers nonsense, is no fault of the token', async () => {
  const header = `Bearer ${await accounts.mint()}`;
  const nowhere = createVerifier({ jwksUrl: 'http://127.0.0.1:9', issuer: accounts.issuer, audience: 'todo-backend' });
  await expect(nowhere.verify(header)).rejects.toMatchObject({ code: 'KEYS_UNAVAILABLE' });
  const page = 'data:text/html,<h1>Bad gateway</h1>';
  const proxied = (): Promise<Response> => fetch(page);
  const options = { jwksUrl: accounts.jwksUrl, issuer: accounts.issuer, audience: 'todo-backend' } as const;
  const confused = createVerifier({ ...options, fetch: proxied });
  await expect(confused.verify(header)).rejects.toMatchObject({ code: 'KEYS_UNAVAILABLE' });
});

test('made-up key ids do not make us ask the accounts for each', async () => {
  const headers = await Promise.all(
    Array.from({ length: 30 }, async (_, index) => `Bearer ${await accounts.mint({ kid: `made-up-${index}` })}`),
  );
  for (const header of headers) expect(await codeOf(header)).toBe('BAD_TOKEN');
  expect(accounts.asked()).toBeLessThanOrEqual(3);
});

test('no change of a good token is another good token', async () => {
  const token = await accounts.mint();
  const length = token.length;
  await fc.assert(
    fc.asyncProperty(fc.nat(length - 1), fc.constantFrom('A', 'z', '0', '-', '_', '.'), async (at, letter) => {
      // The last letter of the signature holds bits that decoders ignore.
      fc.pre(token[at] !== letter && at !== length - 1);
      expect(await codeOf(`Bearer ${token.slice(0, at)}${letter}${token.slice(at + 1)}`)).toBe('BAD_TOKEN');
    }),
    { numRuns: 150 },
  );
});

test('what no token is, is refused as such', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), async (text) => {
      expect(await codeOf(`Bearer ${text}`)).toBe('BAD_TOKEN');
    }),
    { numRuns: 150 },
  );
});
