import { createRemoteJWKSet, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { addUser, startIssuer, startTestPostgres } from './index.ts';
import pg from 'pg';

test('a token is good by the published keys, before and after another key signs', async () => {
  const accounts = await startIssuer('http://todo.test');
  const before = await accounts.mint({ sub: 'ada' });
  await accounts.rotate();
  const keys = createRemoteJWKSet(new URL(accounts.jwksUrl));
  for (const token of [before, await accounts.mint({ sub: 'ada' })])
    expect((await jwtVerify(token, keys, { issuer: 'http://todo.test', audience: 'todo-mcp' })).payload.sub).toBe(
      'ada',
    );
  await expect(jwtVerify(await accounts.mint({ alg: 'forged' }), keys)).rejects.toThrow('signature');
  await accounts.close();
});

test('a migrated database takes an account', async () => {
  const postgres = await startTestPostgres({ migrated: true });
  const id = await addUser(postgres.url);
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  const { rows } = await client.query('SELECT id FROM "user"');
  await client.end();
  await postgres.remove();
  expect(rows).toEqual([{ id }]);
});
