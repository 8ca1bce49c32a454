import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChatWorld, type ChatWorld } from '../chat/testing/chat-world.ts';

let world: ChatWorld;
beforeAll(async () => {
  world = await startChatWorld();
}, 120_000);
afterAll(() => world?.close());

test('an upload that its client breaks off is no failure of ours', async () => {
  const { userId, token } = await world.person();
  const { hostname, port } = new URL((await world.replica()).url);
  const client = connect(Number(port), hostname);
  await once(client, 'connect');
  client.write(
    `POST /api/${userId}/tasks HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n` +
      'content-type: application/json\r\ncontent-length: 1000\r\n\r\n{"title":',
  );
  await new Promise((resolve) => setTimeout(resolve, 300));
  client.destroy();
  const requests = (): unknown[] => world.lines.filter((line) => line.includes('/tasks'));
  await expect.poll(requests).toHaveLength(1);
  expect(JSON.parse(String(requests()[0]))).toMatchObject({ status: 400 });
  expect(world.lines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
});
