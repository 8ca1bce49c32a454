import type { LocalPlan, LocalWorkload } from '@nx-kube/manifests/local';

import type { ServicePort } from '../balance/service-port.ts';
import { openLogs, type Logs } from '../logs/open-logs.ts';
import type { RunState } from '../state/run-state.ts';
import { adaptRun } from './adapt-run.ts';
import { type Board, openBoard } from './board.ts';
import type { Description } from './description.ts';
import { portGiver } from './free-ports.ts';
import { createGate, type Gate } from './gate.ts';
import type { Failure, Workshop } from './generation.ts';
import { addressesOf, leadServices } from './service-ports.ts';
import { interrupted, startFailed, unknownWorkload } from './start-errors.ts';
import { startWorkloads, type Starts } from './start-workloads.ts';
import { stopOrder } from './stop-order.ts';
import type { Backoff, SuperviseOptions, Supervision } from './supervision.ts';
import { createWorkload, type RunningWorkload } from './workload.ts';
import { createWaiting, type Waiting } from './waiting.ts';

const BACKOFF: Backoff = { firstMs: 500, mostMs: 30_000, forgetMs: 60_000 };

/** Everything of one run that its parts share. */
export interface Run {
  readonly options: SuperviseOptions;
  /** Another one, and others, after `adapt`. */
  plan: LocalPlan;
  chosen: readonly LocalWorkload[];
  readonly balancers: Map<string, ServicePort>;
  readonly workshop: Workshop;
  readonly startedAt: string;
  readonly board: Board;
  readonly logs: Logs;
  readonly gate: Gate;
  readonly waiting: Waiting;
  readonly running: Map<string, RunningWorkload>;
  /** A workload as a plan has it, in this run. */
  readonly describe: (workload: LocalWorkload, plan: LocalPlan) => Description;
  /** How often it was adapted. */
  turn: number;
  /** Set when it begins to end, and when it has ended. */
  leaving: boolean;
  endedAt?: string;
}

/** Starts the chosen workloads of a stack: each as soon as its programs are there and what it needs is ready. */
export function startRun(
  options: SuperviseOptions,
  chosen: readonly LocalWorkload[],
  balancers: Map<string, ServicePort>,
): Supervision {
  const run = createRun(options, chosen, balancers);
  const { signal } = options;
  const starts = startWorkloads({
    chosen,
    running: run.running,
    board: run.board,
    waiting: run.waiting,
    gate: run.gate,
    programs: options.programs,
    replicas: (one) => replicasOf(one, options),
    isLeaving: () => run.leaving,
  });
  const kill = (): void => {
    for (const workload of run.running.values()) workload.kill();
  };
  let ended: Promise<void> | undefined;
  let asked = false;
  const end = (): Promise<void> => (ended ??= endRun(run).finally(() => process.off('exit', kill)));
  // An error that nobody caught must not leave processes behind.
  process.once('exit', kill);
  signal.addEventListener('abort', () => void end(), { once: true });
  if (signal.aborted) void end();
  return {
    ready: run.gate.opened,
    state: () => stateOf(run),
    replace: (name, program) => replace(name, program, run, starts),
    adapt: (plan) => adaptRun(run, starts, plan),
    stop({ now = false } = {}) {
      if (now || asked) {
        kill();
        void options.door.close(0);
      }
      asked = true;
      return end();
    },
  };
}

function createRun(
  options: SuperviseOptions,
  chosen: readonly LocalWorkload[],
  balancers: Map<string, ServicePort>,
): Run {
  const { plan, folder, emit, root, backoff = BACKOFF } = options;
  const logs = openLogs(folder.logs);
  const board = openBoard(emit, () => look(run));
  const workshop: Workshop = {
    ground: { root, folder, ports: portGiver() },
    board,
    backoff,
    line(process, stream, line) {
      const at = new Date().toISOString();
      emit({ type: 'log', process, stream, line, at });
      logs.write({ process, stream, line, at });
    },
    notice: (message) => emit({ type: 'notice', level: 'warning', message }),
    changed: () => look(run),
  };
  const describe = (workload: LocalWorkload, { services }: LocalPlan): Description => ({
    workload,
    replicas: replicasOf(workload, options),
    services,
    addresses: addressesOf(balancers),
  });
  const run: Run = {
    options,
    plan,
    chosen,
    balancers,
    workshop,
    startedAt: new Date().toISOString(),
    board,
    logs,
    gate: createGate(),
    waiting: createWaiting(),
    running: new Map(),
    describe,
    turn: 0,
    leaving: false,
  };
  const failed = (failure: Failure): void => startFailed(run.gate, failure);
  for (const workload of chosen) {
    run.running.set(workload.name, createWorkload({ description: describe(workload, plan), failed }, workshop));
  }
  return run;
}

/** Follows a change: who leads to whom, who may start, and whether all is ready. */
function look(run: Run): void {
  const { options, plan, balancers, running, board, gate, waiting } = run;
  const waits = (name: string): string | undefined =>
    board.processes().find(({ workload, because }) => workload === name && because !== undefined)?.because;
  leadServices(plan, balancers, (name) => running.get(name), waits);
  if (isReady(run)) gate.open();
  waiting.check();
  options.folder.publish(stateOf(run));
}

function isReady({ leaving, chosen, running }: Run): boolean {
  return !leaving && chosen.every(({ name }) => running.get(name)?.ready() === true);
}

function stateOf(run: Run): RunState {
  const { options, plan, chosen, startedAt, endedAt, board, leaving } = run;
  const names = plan.workloads.map(({ name }) => name);
  return {
    stack: plan.stack,
    mode: options.mode,
    pid: process.pid,
    startedAt,
    ...(endedAt !== undefined && { endedAt }),
    urls: options.door.origins,
    ready: isReady(run),
    ...(leaving && { stopping: true as const }),
    workloads: chosen.map(({ name, after }) => ({ name, after })),
    leftOut: names.filter((name) => chosen.every((one) => one.name !== name)),
    processes: board.processes(),
    problems: board.problems(),
  };
}

function replicasOf({ kind, replicas }: LocalWorkload, { replicas: most = Infinity }: SuperviseOptions): number {
  return kind === 'Deployment' ? Math.min(replicas, most) : replicas;
}

async function replace(
  name: string,
  program: Parameters<Supervision['replace']>[1],
  { chosen, running }: Run,
  starts: Starts,
): ReturnType<Supervision['replace']> {
  const workload = chosen.find((one) => one.name === name);
  const found = running.get(name);
  if (!workload || !found) throw unknownWorkload(name, chosen);
  await starts.provide(workload, program);
  return found.replace(program);
}

async function endRun(run: Run): Promise<void> {
  const { options, plan, chosen, balancers, running, gate, logs } = run;
  const { door, folder } = options;
  run.leaving = true;
  gate.fail(interrupted(plan.stack));
  look(run);
  const closing = door.close(Math.max(0, ...chosen.map(({ graceSeconds }) => graceSeconds * 1000)));
  for (const step of stopOrder({ ...plan, workloads: chosen })) {
    await Promise.all(step.map(async (name) => running.get(name)?.stop()));
  }
  // What is still open then is answered by nobody any more.
  await Promise.all([closing, door.close(0), ...[...balancers.values()].map((balancer) => balancer.close())]);
  run.endedAt = new Date().toISOString();
  folder.publish(stateOf(run));
  await logs.close();
}
