import { expect, test } from 'vitest';

import { tokenKeeper } from './access-token.ts';

/** A token that lives for so many seconds, by a clock that has nothing to do with the reader's. */
function token(exp: number, name: string): string {
  return `h.${Buffer.from(JSON.stringify({ iat: 5_000, exp: 5_000 + exp, name })).toString('base64url')}.s`;
}

test('one token serves until a minute before its end', async () => {
  let [now, asked] = [0, 0];
  const { give: keeper } = tokenKeeper(
    async () => token(900, `t${asked++}`),
    () => now,
  );
  const first = await keeper();
  now = 839_000;
  expect(await keeper()).toBe(first);
  now = 841_000;
  expect(await keeper()).not.toBe(first);
  expect(asked).toBe(2);
});

test('many who ask at once wait for one answer', async () => {
  let asked = 0;
  const { give: keeper } = tokenKeeper(
    async () => token(900, `t${asked++}`),
    () => 0,
  );
  const tokens = await Promise.all([keeper(), keeper(), keeper({ fresh: true })]);
  expect(new Set(tokens).size).toBe(1);
  expect(asked).toBe(1);
});

test('after a refusal a fresh one is asked for', async () => {
  let asked = 0;
  const { give: keeper } = tokenKeeper(
    async () => token(900, `t${asked++}`),
    () => 0,
  );
  await keeper();
  await keeper({ fresh: true });
  expect(asked).toBe(2);
});

test('a failure is told to whoever waits, and the next one asks again', async () => {
  let failing = true;
  const { give: keeper } = tokenKeeper(
    async () => {
      if (failing) throw new Error('no');
      return token(900, 't');
    },
    () => 0,
  );
  await expect(keeper()).rejects.toThrow('no');
  failing = false;
  expect(await keeper()).toBe(token(900, 't'));
});

test('a token that can not be read is asked for each time', async () => {
  let asked = 0;
  const { give: keeper } = tokenKeeper(
    async () => `nonsense ${asked++}`,
    () => 0,
  );
  await keeper();
  await keeper();
  expect(asked).toBe(2);
});

test('nobody gets the token of who was signed in before', async () => {
  const answers = ['ann', 'ann', 'bob'].map((name) => token(900, name));
  const held: (() => void)[] = [];
  const { give, forget } = tokenKeeper(
    async () => {
      await new Promise<void>((resolve) => held.push(resolve));
      return answers.shift() ?? '';
    },
    () => 0,
  );
  const first = give();
  held.shift()?.();
  await first;
  const late = give({ fresh: true });
  forget();
  held.shift()?.();
  expect(await late).toBe(token(900, 'ann'));
  const next = give();
  held.shift()?.();
  expect(await next).toBe(token(900, 'bob'));
  expect(await give()).toBe(token(900, 'bob'));
});
