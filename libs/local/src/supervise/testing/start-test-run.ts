import type { LocalPlan } from '@nx-kube/manifests/local';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import type { Door } from '../../door/door.ts';
import { openDoor } from '../../door/open-door.ts';
import type { LocalEvent, LocalProblem } from '../../events.ts';
import type { Program } from '../../program/program.ts';
import { openRunFolder, type RunFolder } from '../../state/run-folder.ts';
import { superviseStack } from '../supervise-stack.ts';
import type { SuperviseOptions, Supervision } from '../supervision.ts';

/** A supervised stack of a test; ended and deleted with it. */
export interface TestRun {
  readonly supervision: Supervision;
  readonly door: Door;
  readonly folder: RunFolder;
  /** A folder of its own. */
  readonly home: string;
  readonly events: readonly LocalEvent[];
  readonly abort: AbortController;
  problems(process?: string): readonly LocalProblem[];
  lines(process: string): readonly string[];
  /** States of a process in their order, without repetitions. */
  states(process: string): readonly string[];
  pid(process: string): number;
  /** GET through the door. */
  get(path?: string): Promise<Response>;
}

/** What is run: programs by project, as the text of a script or whole. */
export interface TestRunOptions extends Partial<Omit<SuperviseOptions, 'plan' | 'programs'>> {
  readonly home?: string;
  readonly programs?: (project: string) => Promise<Program>;
  /** How long the door waits for an endpoint; 5 s if absent. */
  readonly holdMs?: number;
}

/** A folder that is deleted when the test ends. */
export function testFolder(): string {
  const home = mkdtempSync(join(tmpdir(), 'supervise-'));
  // Root's Postgres runs as somebody else, who has to get through.
  chmodSync(home, 0o755);
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  return home;
}

/** A program that runs this script with Node.js. */
export function scriptProgram(home: string, script: string, name = 'main'): Program {
  const app = join(home, `app-${name}-${Math.random().toString(36).slice(2)}`);
  mkdirSync(app);
  writeFileSync(join(app, 'main.mjs'), script);
  return { type: 'process', command: ['node', '/app/main.mjs'], env: {}, paths: { '/app': app }, cwd: app };
}

/** Starts a made-up stack; all of it ends with the test. */
export async function startTestRun(
  plan: LocalPlan,
  scripts: Readonly<Record<string, string>>,
  options: TestRunOptions = {},
): Promise<TestRun> {
  const home = options.home ?? testFolder();
  const events: LocalEvent[] = [];
  const emit = (event: LocalEvent): void => void events.push(event);
  const folder = await openRunFolder({ folder: join(home, 'run'), stack: plan.stack, mode: 'local', emit });
  if (folder.type !== 'own') throw new Error('somebody else has the folder of this test');
  const door = await openDoor({ port: 0, hosts: ['localhost', '127.0.0.1'], holdMs: options.holdMs ?? 5000 });
  const abort = new AbortController();
  let ended: () => Promise<void> = () => door.close(0);
  onTestFinished(async () => {
    await ended();
    await folder.close();
  });
  const supervision = await superviseStack({
    plan,
    folder,
    door,
    root: join(import.meta.dirname, '../../../../..'),
    programs: async (project) => scriptProgram(home, scripts[project] ?? '', project),
    mode: 'local',
    emit,
    signal: abort.signal,
    backoff: { firstMs: 30, mostMs: 200, forgetMs: 60_000 },
    ...options,
  });
  ended = () => supervision.stop({ now: true });
  const statuses = (): readonly Extract<LocalEvent, { type: 'process' }>[] =>
    events.filter((e) => e.type === 'process');
  return {
    supervision,
    door,
    folder,
    home,
    events,
    abort,
    problems: (process) =>
      events.filter((event) => event.type === 'problem').filter((event) => !process || event.process === process),
    lines: (process) =>
      events.flatMap((event) => (event.type === 'log' && event.process === process ? event.line : [])),
    states: (process) =>
      statuses()
        .filter((event) => event.process === process)
        .map(({ state }) => state)
        .filter((state, index, all) => state !== all[index - 1]),
    pid: (process) => supervision.state().processes.find((one) => one.process === process)?.pid ?? -1,
    get: (path = '/') => fetch(`http://127.0.0.1:${door.port}${path}`),
  };
}

/** Waits until something holds, for at most 15 s. */
export async function eventually(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const limit = performance.now() + 15_000;
  while (!(await holds())) {
    if (performance.now() > limit) throw new Error(`never: ${what}`);
    await sleep(10);
  }
}

/** Whether a process is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
