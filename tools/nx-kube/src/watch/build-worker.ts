import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Takes one line, runs as long as its stdin is open. */
export interface BuildWorker {
  /**
   * Has it build into a folder. One build at a time; a worker that has ended is started anew.
   *
   * @param out relative to the workspace
   */
  build(out: string): Promise<WorkerAnswer>;
  close(): Promise<void>;
}

/** What a build came to. */
export type WorkerAnswer =
  | {
      readonly ok: true;
      /** Folder of the built context, relative to the workspace. */
      readonly context: string;
      /** What would run, in short. */
      readonly digest: string;
    }
  | {
      readonly ok: false;
      readonly errors: readonly {
        readonly text: string;
        readonly file?: string;
        readonly line?: number;
        readonly column?: number;
      }[];
    };

/** How a worker is started. */
export interface WorkerCommand {
  readonly words: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Lines of its stderr that are kept for the case that it ends. */
const KEPT_LINES = 20;

/**
 * A program that stays and builds as often as it is asked, one line of JSON each way, as the persistent workers of other build
 * systems do: nothing is loaded twice.
 */
export function openBuildWorker(command: WorkerCommand): BuildWorker {
  let running: RunningWorker | undefined;
  return {
    async build(out) {
      running = running?.alive() === true ? running : startWorker(command);
      return running.ask(out);
    },
    close: async () => running?.end(),
  };
}

interface RunningWorker {
  alive(): boolean;
  ask(out: string): Promise<WorkerAnswer>;
  end(): Promise<void>;
}

function startWorker({ words, cwd, env }: WorkerCommand): RunningWorker {
  const [program = '', ...args] = words;
  // In a group of its own: a Ctrl-C is ours to pass on.
  const child = spawn(program === 'node' ? process.execPath : program, args, {
    cwd,
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  const said: string[] = [];
  let pending: ((answer: WorkerAnswer) => void) | undefined;
  let alive = true;
  const settle = (answer: WorkerAnswer): void => {
    pending?.(answer);
    pending = undefined;
  };
  const ended = new Promise<void>((resolve) => {
    const end = (why: string): void => {
      alive = false;
      settle({ ok: false, errors: [{ text: [`${words.join(' ')} ${why}`, ...said].join('\n') }] });
      resolve();
    };
    child.once('error', (error) => end(error.message));
    child.once('close', (code, signal) => end(`ended with ${code ?? signal}`));
  });
  // A write to one that has just ended; `close` tells of it.
  child.stdin.on('error', () => undefined);
  createInterface({ input: child.stderr }).on('line', (line) => {
    said.push(line);
    if (said.length > KEPT_LINES) said.shift();
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const answer = parseAnswer(line);
    if (answer === undefined) said.push(line);
    else settle(answer);
  });
  return {
    alive: () => alive,
    ask: (out) =>
      new Promise((resolve) => {
        pending = resolve;
        child.stdin.write(`${JSON.stringify({ out })}\n`);
      }),
    async end() {
      child.stdin.end();
      // It ends with its stdin; one that hangs in a build does not.
      const patience = setTimeout(() => child.kill('SIGKILL'), 2000);
      await ended;
      clearTimeout(patience);
    },
  };
}

/** Undefined for a line that is no answer: what a program that it loads prints. */
function parseAnswer(line: string): WorkerAnswer | undefined {
  try {
    const answer = JSON.parse(line) as Partial<Record<string, unknown>> | null;
    if (answer?.['ok'] === true && typeof answer['context'] === 'string' && typeof answer['digest'] === 'string')
      return answer as unknown as WorkerAnswer;
    if (answer?.['ok'] === false && Array.isArray(answer['errors'])) return answer as unknown as WorkerAnswer;
    return undefined;
  } catch {
    return undefined;
  }
}
