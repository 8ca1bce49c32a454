/** What another process does with a run: reads it, its logs, ends it. Loads nothing of what runs one. */
export type { LocalProblem } from './events.ts';
export { readLogs } from './logs/read-logs.ts';
export { deleteRun } from './state/delete-run.ts';
export { endLeft } from './state/end-left.ts';
export { readRun } from './state/run-file.ts';
export type { ProcessStatus, RunState } from './state/run-state.ts';
export { stopRun } from './state/stop-run.ts';
