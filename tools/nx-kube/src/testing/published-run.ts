import { type LogLine, openLogs, openRunFolder, type RunFolder, type RunState } from '@nx-kube/local';

/** What a run is to say about itself, and what its processes have printed. */
export interface PublishedRun {
  readonly state?: Partial<RunState>;
  readonly lines?: readonly LogLine[];
}

/** Takes the folder of a local run for this process, without running anything. */
export async function publishRun(folder: string, { state = {}, lines = [] }: PublishedRun): Promise<RunFolder> {
  const run = await openRunFolder({ folder, stack: 'small', mode: 'local', emit: () => undefined });
  if (run.type !== 'own') throw new Error('somebody runs it');
  const logs = openLogs(run.logs);
  for (const line of lines) logs.write(line);
  await logs.close();
  run.data('postgres');
  run.publish({
    stack: 'small',
    mode: 'local',
    pid: process.pid,
    startedAt: new Date().toISOString(),
    urls: ['http://small.localhost:8080', 'http://localhost:8080'],
    ready: true,
    processes: [],
    problems: [],
    ...state,
  });
  return run;
}
