import { freshCopy } from './local/copy.ts';
import { npmStart, type Round } from './local/npm-start.ts';
import { median, record } from './record.ts';

/** `npm start` after `npm ci`, with nothing built and no caches; then again, with everything as the last run has left it. */
const COLD_ROUNDS = 3;
const WARM_ROUNDS = 7;

const copy = freshCopy();
try {
  const cold: Round[] = [];
  const warm: Round[] = [];
  for (let round = 0; round < COLD_ROUNDS; round++) {
    copy.forget();
    cold.push(await npmStart(copy));
  }
  for (let round = 0; round < WARM_ROUNDS; round++) warm.push(await npmStart(copy));
  const [coldStarts, warmStarts] = [cold, warm].map((rounds) => rounds.map(({ startSeconds }) => startSeconds));
  const stops = [...cold, ...warm].map(({ stopSeconds }) => stopSeconds);
  record('local', 'npx nx run bench:local', {
    coldStartMedianSeconds: median(coldStarts ?? []),
    warmStartMedianSeconds: median(warmStarts ?? []),
    stopMedianSeconds: median(stops),
    coldStartSeconds: coldStarts,
    warmStartSeconds: warmStarts,
    stopSeconds: stops,
  });
} finally {
  copy.remove();
}
