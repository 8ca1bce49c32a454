import { addUser, startFakeOpenAi, startIssuer, startTestPostgres } from '@todo/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { startReader, type Reader } from './chat/reader.ts';
import { runBuilt, startBuilt, type BuiltService } from './chat/service.ts';
import { record } from './record.ts';

/** Two replicas of the backend, each with half of the streams of a slow model; some readers change the replica on the way. */
const STREAMS = 200;
const SECONDS = 60;
const MOVED = 40;
/** A word every half a second, as the moment at which it is sent. */
const WORD_MILLISECONDS = 500;
/** Of `resources.backend` in the stack. */
const LIMIT_MIB = 512;

const postgres = await startTestPostgres();
const [issuer, model] = await Promise.all([startIssuer(), startFakeOpenAi()]);
const services: BuiltService[] = [];
try {
  const database = { DATABASE_URL: postgres.url };
  await runBuilt('backend/app/migrate.mjs', { ...database, LOG_LEVEL: 'error' });
  const identity = { ...database, AUTH_ISSUER: issuer.issuer, AUTH_JWKS_URL: issuer.jwksUrl };
  const mcp = await startBuilt('mcp', identity);
  services.push(mcp);
  const assistant = { MCP_URL: mcp.url, OPENAI_BASE_URL: model.baseUrl, CHAT_TURN_SECONDS: String(SECONDS * 3) };
  const replicas = [];
  for (let count = 0; count < 2; count++) {
    const replica = await startBuilt('backend', { ...identity, ...assistant, RATE_CHATS_PER_MINUTE: '100000' });
    services.push(replica);
    replicas.push(replica);
  }
  const idle = replicas.map(({ memoryMiB }) => memoryMiB().now);
  model.script(() => ({
    text: Array.from({ length: (SECONDS * 2 * 1000) / WORD_MILLISECONDS }, () => () => `${Date.now()} `),
    delayMilliseconds: WORD_MILLISECONDS,
  }));

  const readers: Reader[] = [];
  for (let index = 0; index < STREAMS; index++) {
    const userId = await addUser(postgres.url);
    const token = await issuer.mint({ sub: userId });
    readers.push(startReader({ url: replicas[index % 2]!.url, userId, token }));
  }
  while (!readers.every(({ open }) => open)) await sleep(20);
  const began = performance.now();
  await sleep((SECONDS * 1000) / 2);
  for (const [index, reader] of readers.slice(0, MOVED).entries()) reader.moveTo(replicas[(index + 1) % 2]!.url);
  await sleep((SECONDS * 1000) / 2);

  const openAtEnd = readers.filter(({ open }) => open).length;
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  const memory = replicas.map(({ memoryMiB }, index) => ({ idleMiB: idle[index], ...memoryMiB() }));
  const delays = readers.flatMap((reader) => reader.delays).toSorted((a, b) => a - b);
  const quantile = (part: number): number | undefined => delays[Math.floor(part * (delays.length - 1))];
  for (const reader of readers) reader.leave();
  record('chat', 'npx nx run bench:chat', {
    replicas: replicas.length,
    streams: STREAMS,
    seconds,
    openAtEnd,
    dropped: readers.reduce((sum, { drops }) => sum + drops, 0),
    movedToTheOtherReplica: MOVED,
    openedAtSecondTry: readers.reduce((sum, { refusals }) => sum + refusals, 0),
    events: readers.reduce((sum, { seqs }) => sum + seqs.length, 0),
    eventsMissedOrRepeated: readers.reduce((sum, { seqs }) => sum + irregularities(seqs), 0),
    delayMilliseconds: { median: quantile(0.5), p95: quantile(0.95), max: delays.at(-1) },
    memory: memory.map(({ idleMiB, now, peak }) => ({ idleMiB, atEndMiB: now, peakMiB: peak, limitMiB: LIMIT_MIB })),
  });
  const failed = openAtEnd < STREAMS || readers.some(({ drops, seqs }) => drops > 0 || irregularities(seqs) > 0);
  if (failed || memory.some(({ peak }) => peak > LIMIT_MIB)) process.exitCode = 1;
} finally {
  await Promise.all(services.map((service) => service.stop()));
  await Promise.all([issuer.close(), model.close()]);
  await postgres.remove();
}

/** How many events are not the direct successor of the one before. */
function irregularities(seqs: readonly number[]): number {
  return seqs.filter((seq, index) => seq !== index + 1).length;
}
