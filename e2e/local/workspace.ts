import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Outcome } from '../support/run.ts';
import { barePath, bareEnvironment, workspacePath, type Folders } from './environment.ts';
import { runToEnd, startRun, type LocalRun, type Start } from './local-run.ts';
import type { Owner } from './owner.ts';
import { processesIn, processesOfUser, type Process } from './processes.ts';

/** What `run.json` says, as far as these tests ask. */
export interface RunFile {
  readonly pid: number;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly ready: boolean;
  readonly urls: readonly string[];
  readonly processes: readonly ProcessEntry[];
  readonly problems: readonly { readonly process: string; readonly code: string }[];
}

/** One process of a run. */
export interface ProcessEntry {
  readonly process: string;
  readonly workload: string;
  readonly state: string;
  readonly pid?: number;
  readonly restarts: number;
}

/** Where things lie; JSON, to get from vitest's global setup to the tests. */
export interface Place extends Folders {
  /** Holds all else; 0700. */
  readonly top: string;
  readonly folder: string;
  /** Absent: this user. */
  readonly owner?: Owner;
}

/** Makes empty folders for a copy of the workspace and for the home of who works in it. Below a parent of mode 0700. */
export function emptyPlace(name = 'todo'): Place {
  const top = realpathSync(mkdtempSync(join(tmpdir(), 'todo-local-')));
  const [home, tmp, folder] = [join(top, 'home'), join(top, 'tmp'), join(top, name)];
  for (const each of [home, tmp, folder]) mkdirSync(each);
  return { top, folder, home, tmp, path: barePath(join(top, 'bin')) };
}

/** A copy of this repository, and what people do in it. */
export class LocalWorkspace {
  readonly place: Place;

  constructor(place: Place) {
    this.place = place;
  }

  get folder(): string {
    return this.place.folder;
  }

  /** Where the run of the stack keeps its own. */
  get state(): string {
    return join(this.folder, '.nx-kube/local/todo-app');
  }

  /** Starts any program as somebody who has nothing but Node. */
  startBare(...words: readonly string[]): LocalRun {
    const { folder: cwd, owner } = this.place;
    return startRun({ words, cwd, env: bareEnvironment(this.place), ...idsOf(owner) });
  }

  /** The same in a terminal of its own: what is typed gets there as from a keyboard. */
  startInTerminal(command: string): LocalRun {
    const { folder: cwd, owner } = this.place;
    const words = ['/usr/bin/script', '--quiet', '--flush', '--return', '--command', command, '/dev/null'];
    return startRun({ words, cwd, env: bareEnvironment(this.place), ...idsOf(owner) });
  }

  /** Starts `nx-kube VERB ARGS...` directly, with the workspace's Node, as `npx nx-kube` does. */
  start(...args: readonly string[]): LocalRun {
    return this.startProgram('nx-kube', ...args);
  }

  /** The same for somebody who has set these variables. */
  startWith(env: Readonly<Record<string, string>>, ...args: readonly string[]): LocalRun {
    const program = this.program('nx-kube', args);
    return startRun({ ...program, env: { ...program.env, ...env } });
  }

  /** Starts a program of the workspace's own, such as `nx`. */
  startProgram(name: string, ...args: readonly string[]): LocalRun {
    return startRun(this.program(name, args));
  }

  /** Starts the stack, and waits until all of it is ready. */
  async up(...args: readonly string[]): Promise<LocalRun & { readonly url: string }> {
    const local = this.start('local', ...args);
    const { urls } = await this.ready(local);
    return { ...local, url: urls.find((url) => url.startsWith('http://localhost:')) ?? '' };
  }

  /** Waits until the run says that it is ready. */
  async ready(local: LocalRun, patienceMs = 180_000): Promise<RunFile> {
    const until = performance.now() + patienceMs;
    for (;;) {
      const file = this.runFile();
      if (file?.ready && file.endedAt === undefined && file.startedAt >= local.since) return file;
      if (performance.now() > until || local.over())
        throw new Error(`not ready: ${JSON.stringify(file, undefined, 1)}\n${local.output()}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  runFile(): RunFile | undefined {
    const file = join(this.state, 'run.json');
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as RunFile) : undefined;
  }

  /** The processes of a run that have a pid at this moment. */
  children(): readonly (ProcessEntry & { readonly pid: number })[] {
    return (this.runFile()?.processes ?? []).flatMap((one) =>
      one.pid === undefined || one.state === 'done' ? [] : [{ ...one, pid: one.pid }],
    );
  }

  /** Everything that still runs here, or as the workspace's user. */
  processes(): readonly Process[] {
    const { top, owner } = this.place;
    return owner ? processesOfUser(owner.uid) : processesIn(top);
  }

  /** Runs a program of the workspace's own to its end. */
  run(name: string, ...args: readonly string[]): Promise<Outcome> {
    return runToEnd(this.program(name, args));
  }

  private program(name: string, args: readonly string[]): Start {
    const { folder: cwd, owner } = this.place;
    const env = { ...bareEnvironment(this.place), PATH: workspacePath(cwd), NX_DAEMON: 'false', NO_COLOR: '1' };
    const words = [join(cwd, 'node_modules/.bin/node'), join(cwd, 'node_modules/.bin', name), ...args];
    return { words, cwd, env, ...idsOf(owner) };
  }

  /** Takes away what `npm ci` did not make: as if nothing had ever been built or started here. */
  forget(): void {
    for (const name of ['.nx', 'dist', '.nx-kube', 'apps/frontend/.next'])
      rmSync(join(this.folder, name), { recursive: true, force: true });
  }

  /** Takes away what runs have kept: the next one finds an empty database. */
  forgetData(): void {
    rmSync(join(this.folder, '.nx-kube'), { recursive: true, force: true });
  }

  remove(): void {
    rmSync(this.place.top, { recursive: true, force: true });
  }
}

/** Under whose name a program runs. */
export function idsOf(owner: Owner | undefined): { uid?: number; gid?: number } {
  return owner ? { uid: owner.uid, gid: owner.gid } : {};
}
