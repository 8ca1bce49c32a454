import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

import { median, record } from './record.ts';
import { saveBackend } from './watch/save-backend.ts';
import { savePage } from './watch/save-page.ts';
import { startWatch } from './watch/watched-stack.ts';

/** How long it takes from a saved file to what it says: of the backend through the front door, of a page in the browser. */
const ROUNDS = 20;
/** The first ones fill compile caches, as they do in the first minute of a day. */
const WARM_UP = 4;
/** Somebody looks at what came before the next file is saved. */
const PAUSE_MILLISECONDS = 2500;

const TOLD_ON_FAILURE = 20;

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
const stack = await startWatch();
try {
  await sleep(2 * PAUSE_MILLISECONDS);
  const loadBefore = loadavg();
  await saveBackend(stack, WARM_UP, PAUSE_MILLISECONDS);
  const backend = await saveBackend(stack, ROUNDS, PAUSE_MILLISECONDS);
  await savePage(stack.url, WARM_UP, PAUSE_MILLISECONDS);
  const page = await savePage(stack.url, ROUNDS, PAUSE_MILLISECONDS);
  record('watch', 'npx nx run bench:watch', {
    what: 'nx-kube watch: a file is saved, and the new answer comes through the front door; the same with a page open in Chromium',
    settings: { rounds: ROUNDS, warmUp: WARM_UP, pauseMilliseconds: PAUSE_MILLISECONDS },
    backendMilliseconds: {
      seen: summary(backend.map(({ seen }) => seen)),
      started: summary(backend.map(({ started }) => started)),
      answered: summary(backend.map(({ answered }) => answered)),
    },
    asked: { backendAnsweredMedian: 1000 },
    pageMilliseconds: summary(page),
    loadAverage: { before: loadBefore, after: loadavg() },
    rounds: { backend, page },
  });
} catch (error) {
  for (const event of stack.told.slice(-TOLD_ON_FAILURE)) console.error(JSON.stringify(event));
  throw error;
} finally {
  await stack.stop();
}

function summary(values: readonly number[]): { readonly median: number; readonly p95: number; readonly max: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (part: number): number => sorted[Math.ceil(part * sorted.length) - 1] ?? Number.NaN;
  return { median: median(values), p95: at(0.95), max: at(1) };
}
