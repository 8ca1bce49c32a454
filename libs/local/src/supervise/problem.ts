import type { LocalProblem } from '../events.ts';
import type { Ending } from './child.ts';
import type { ProbeName } from './life.ts';

/** How many of its last lines a problem shows. */
const SHOWN_LINES = 20;

/** What is known of a process that ended, or must end. */
interface Case {
  readonly process: string;
  /** Project that makes its program. */
  readonly project: string;
  readonly lines: readonly string[];
  /** Ports of its container that no variable tells it: it listens on these, whatever happens. */
  readonly fixedPorts: readonly number[];
}

const HINTS: Readonly<Record<number, string>> = {
  126: 'make the command of the container executable',
  127: 'correct the command of the container: that program is not on this machine',
  134: 'look for a failed assertion in its last lines (the process aborted)',
  137: 'find out who killed it: memory, or a person',
  139: 'look for a crash in native code',
};

const SIGNALS: Readonly<Partial<Record<NodeJS.Signals, string>>> = {
  SIGKILL: 'find out who killed it: a person, or this system because it ran out of memory',
  SIGSEGV: 'look for a crash in native code',
  SIGABRT: 'look for a failed assertion in its last lines (the process aborted)',
};

/**
 * Why a process ended that should run on, or ended badly. Pure.
 *
 * @param again whether it is started again
 */
export function endProblem({ process, project, lines, fixedPorts }: Case, ending: Ending, again = true): LocalProblem {
  const logs = lines.slice(-SHOWN_LINES);
  const base = { type: 'problem', process, logs } as const;
  if (ending.type === 'missing') {
    const fix = `build ${project}, and see that the command of its container is on this machine`;
    return { ...base, code: 'MISSING_PROGRAM', because: `it could not be started: ${ending.because}`, fix };
  }
  const taken = lines.findLast((line) => /EADDRINUSE|address already in use/i.test(line));
  if (taken !== undefined) {
    const port = /(?:127\.0\.0\.1|::1?|0\.0\.0\.0|localhost|\*)\]?:(\d+)/.exec(taken)?.[1];
    const because = `${port === undefined ? 'its port' : `port ${port}`} was taken by another program`;
    const fixed = fixedPorts.some((one) => port === undefined || String(one) === port);
    const fix = fixed
      ? `end that program, or let a variable tell the port to this one`
      : 'nothing: the next start takes another port';
    return { ...base, code: 'PORT_TAKEN', because, fix };
  }
  return { ...base, code: 'CRASH', ...crash(ending, again) };
}

function crash(
  ending: Exclude<Ending, { type: 'missing' }>,
  again: boolean,
): { readonly because: string; readonly fix: string } {
  const correct = again
    ? 'correct what its last lines say; it starts again by itself'
    : 'correct what its last lines say';
  if (ending.type === 'signal') {
    return { because: `the process was ended by ${ending.signal}`, fix: SIGNALS[ending.signal] ?? correct };
  }
  if (ending.code === 0) {
    return { because: 'the process ended by itself (exit code 0)', fix: 'let the process run on, or make it a Job' };
  }
  return { because: `the process ended with exit code ${ending.code}`, fix: HINTS[ending.code] ?? correct };
}

/** Why a process is ended for a probe. Pure. */
export function probeProblem(
  { process, lines }: Pick<Case, 'process' | 'lines'>,
  probe: Exclude<ProbeName, 'readiness'>,
  { because, afterMs }: { readonly because: string; readonly afterMs: number },
): LocalProblem {
  const base = { type: 'problem', process, logs: lines.slice(-SHOWN_LINES) } as const;
  const seconds = Math.round(afterMs / 100) / 10;
  return probe === 'startup'
    ? {
        ...base,
        code: 'START_PROBE',
        because: `it had not started after ${seconds} s: ${because}`,
        fix: 'see in its last lines what it waits for; if it needs longer, raise failureThreshold of its startupProbe',
      }
    : {
        ...base,
        code: 'LIVENESS',
        because: `it did not live any more: ${because}`,
        fix: 'see in its last lines what it hangs on; it starts again by itself',
      };
}
