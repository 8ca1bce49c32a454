export type { EmitLocal, LocalEvent, LocalProblem, ProcessState } from './events.ts';
export type { Program } from './program/program.ts';
export type { ProcessStatus, RunState } from './state/run-state.ts';
