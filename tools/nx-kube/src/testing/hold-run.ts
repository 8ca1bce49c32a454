import { type PublishedRun, publishRun } from './published-run.ts';

/** `node hold-run.ts FOLDER RUN`: has a local run, given as JSON, until it is told to end. */
const [folder = '', run = '{}'] = process.argv.slice(2);
const held = await publishRun(folder, JSON.parse(run) as PublishedRun);
const alive = setInterval(() => undefined, 60_000);
process.once('SIGTERM', () => {
  clearInterval(alive);
  void held.close();
});
process.stdout.write('held\n');
