import { LocalError } from '../error.ts';
import type { LocalProblem } from '../events.ts';
import { askAll } from './ask-all.ts';
import type { Seat } from './board.ts';
import { type Child, type ChildOptions, type Ending, startChild } from './child.ts';
import { type Life, type LifeEvent, type LifeRules, nextLife, type ProbeAnswered, runs, UNBORN } from './life.ts';
import { pause } from './pause.ts';
import type { Prepared } from './prepared.ts';
import { probeProblem } from './problem.ts';

/** A process that is kept running, through all its starts. */
export interface Kept {
  readonly name: string;
  /** Its ports by those of its container, while it is ready. */
  endpoints(): ReadonlyMap<number, number> | undefined;
  life(): Life;
  /** Resolves when nothing of it runs any more, and nothing will. */
  readonly over: Promise<void>;
  /** Ends it; nothing leads to it any more by the time it is told. */
  stop(): Promise<void>;
  /** Ends it at once. */
  kill(): void;
}

/** What is kept, and who hears of it. */
export interface KeepOptions {
  readonly seat: Seat;
  readonly rules: LifeRules;
  readonly graceMs: number;
  readonly prepare: (signal: AbortSignal) => Promise<Prepared>;
  /** Why it ended, in words. */
  readonly explain: (ending: Ending, lines: readonly string[]) => LocalProblem;
  readonly line: (stream: 'stdout' | 'stderr', line: string) => void;
  readonly children: Pick<ChildOptions, 'remember' | 'forget'>;
  /** It is ready, or is not any more, or is done. */
  readonly changed: () => void;
  /** It ended badly, or could not be started; `error` is what its preparation threw. */
  readonly failed: (problem: LocalProblem, failures: number, error?: LocalError) => void;
  readonly notice: (message: string) => void;
}

/** Lines that are kept to explain an end. */
const KEPT_LINES = 50;
const KEPT_CHARACTERS = 2000;
/** When somebody who waits is told what for. */
const PATIENT_MS = 10_000;

/** What one process is at this moment. */
interface Current {
  life: Life;
  child?: Child;
  prepared?: Prepared;
  /** Its last lines since it was started. */
  lines: string[];
  startedAt: number;
  /** Its process is no more, though its end is not dealt with yet. */
  gone: boolean;
  /** Why it is being ended by us. */
  doom?: LocalProblem | undefined;
}

/** Starts a process and keeps it running, never twice at the same time, until it is told to end. */
export function keepProcess(options: KeepOptions): Kept {
  const leaving = new AbortController();
  const current: Current = { life: UNBORN, lines: [], startedAt: performance.now(), gone: true };
  const over = live(current, options, leaving.signal);
  const leave = (): void => {
    move(current, { type: 'told' }, options);
    leaving.abort();
  };
  return {
    name: options.seat.process,
    over,
    life: () => current.life,
    endpoints: () => (current.life.state === 'ready' && !current.gone ? current.prepared?.ports : undefined),
    async stop() {
      leave();
      await current.child?.stop(options.graceMs);
      await over;
    },
    kill() {
      leave();
      current.child?.kill();
    },
  };
}

async function live(current: Current, options: KeepOptions, leaving: AbortSignal): Promise<void> {
  const isOver = (): boolean => current.life.told || current.life.state === 'done';
  while (!isOver()) {
    await startOnce(current, options, leaving);
    if (isOver()) break;
    await pause(current.life.pauseMs, leaving);
    move(current, { type: 'rested' }, options);
  }
}

/** One start, from its preparation to its end. */
async function startOnce(current: Current, options: KeepOptions, leaving: AbortSignal): Promise<void> {
  const { explain, rules } = options;
  Object.assign(current, { lines: [], startedAt: performance.now(), doom: undefined });
  try {
    const prepared = await options.prepare(leaving);
    if (leaving.aborted) return;
    current.prepared = prepared;
    const { missing } = prepared;
    const ending =
      missing === undefined ? await run(current, prepared, options) : { type: 'missing' as const, because: missing };
    const well = ending.type === 'exit' && ending.code === 0;
    if (current.life.told || (well && rules.ends)) return endWell(current, options);
    endBadly(current, current.doom ?? explain(ending, current.lines), options);
  } catch (error) {
    if (!leaving.aborted) endBadly(current, thrown(options.seat.process, error), options, error);
  }
}

/** Runs until its end, and asks its probes meanwhile. */
async function run(current: Current, { launch, questions }: Prepared, options: KeepOptions): Promise<Ending> {
  const { seat, rules, children } = options;
  const child = startChild(launch, {
    name: seat.process,
    ...children,
    line(stream, line) {
      if (current.lines.length > 2 * KEPT_LINES) current.lines = current.lines.slice(-KEPT_LINES);
      current.lines.push(line.slice(0, KEPT_CHARACTERS));
      options.line(stream, line);
    },
  });
  Object.assign(current, { child, startedAt: performance.now(), gone: false });
  if (child.pid !== undefined) move(current, { type: 'started' }, options);
  const asking = new AbortController();
  const { signal } = asking;
  const asked = askAll({
    questions,
    rules,
    life: () => current.life,
    ranMs: () => ranMs(current),
    answered: (answer) => hear(current, answer, options),
    runner: { name: `${seat.process} (probe)`, ...children },
    signal,
  });
  const patience = sayIfSlow(current, options, signal);
  await child.exited;
  // Whoever answers from here on is somebody else.
  asking.abort();
  current.gone = true;
  options.changed();
  const ending = await child.ended;
  await Promise.all([asked, patience]);
  return ending;
}

function hear(current: Current, answer: ProbeAnswered, options: KeepOptions): void {
  move(current, answer, options);
  const { doomed } = current.life;
  if (doomed === undefined || doomed === 'readiness' || current.doom) return;
  current.doom = probeProblem({ process: options.seat.process, lines: current.lines }, doomed, answer);
  options.seat.problem(current.doom);
  void current.child?.stop(options.graceMs);
}

async function sayIfSlow(current: Current, { seat, rules, notice }: KeepOptions, signal: AbortSignal): Promise<void> {
  await pause(PATIENT_MS, signal);
  const { life } = current;
  if (signal.aborted || rules.ends || life.wasReady || !runs(life)) return;
  notice(`${seat.process} has been starting for ${PATIENT_MS / 1000} s${life.because ? `: ${life.because}` : ''}`);
}

function endWell(current: Current, options: KeepOptions): void {
  if (current.child?.isOverdue() === true) {
    options.notice(
      `${options.seat.process} had not ended ${options.graceMs / 1000} s after it was told to, and was killed`,
    );
  }
  move(current, { type: 'exited', well: true, ranMs: ranMs(current), because: '' }, options);
}

function endBadly(current: Current, problem: LocalProblem, options: KeepOptions, error?: unknown): void {
  move(current, { type: 'exited', well: false, ranMs: ranMs(current), because: problem.because }, options);
  options.seat.problem(problem);
  options.failed(problem, current.life.failures, error instanceof LocalError ? error : undefined);
}

function move(current: Current, event: LifeEvent, options: KeepOptions): void {
  const before = current.life;
  const life = nextLife(before, event, options.rules);
  current.life = life;
  const same = before.state === life.state;
  if (same && before.because === life.because) return;
  if (!same && (life.state === 'ready' || life.state === 'done')) options.seat.problem(undefined);
  // Whoever leads to it looks away before it is told to end.
  options.changed();
  // That a pause is over is no news, nor that what has just started was not asked yet whether it is ready.
  const news = life.state !== 'pending' && (life.state !== 'unready' || life.wasReady);
  tell(current, options.seat, same || !news);
}

function tell(current: Current, seat: Seat, quietly: boolean): void {
  const { life, child, prepared } = current;
  const alive = runs(life) || life.state === 'stopping';
  const [port] = alive ? (prepared?.ports.values() ?? []) : [];
  seat.tell(
    {
      state: life.state,
      restarts: Math.max(life.starts - 1, 0),
      ...(alive && child?.pid !== undefined && { pid: child.pid }),
      ...(port !== undefined && { port }),
      ...((alive || life.state === 'done') && { afterMs: ranMs(current) }),
      ...(life.because !== undefined && { because: life.because }),
    },
    quietly,
  );
}

function ranMs({ startedAt }: Current): number {
  return Math.round(performance.now() - startedAt);
}

function thrown(process: string, error: unknown): LocalProblem {
  const base = { type: 'problem', process, logs: [] } as const;
  if (error instanceof LocalError) return { ...base, code: error.code, because: error.because, fix: error.fix };
  const because = error instanceof Error ? error.message : String(error);
  return { ...base, code: 'START_FAILED', because, fix: 'correct that; it starts again by itself' };
}
