import { askAgainMs, type Life, type LifeRules, type ProbeAnswered, type ProbeName } from './life.ts';
import { pause } from './pause.ts';
import { askProbe, type ProbeRunner, type Question } from './probe.ts';

/** One running process, and who hears its answers. */
export interface Asked {
  readonly questions: Readonly<Partial<Record<ProbeName, Question>>>;
  readonly rules: LifeRules;
  readonly life: () => Life;
  /** Milliseconds since it was started. */
  readonly ranMs: () => number;
  readonly answered: (answer: ProbeAnswered) => void;
  readonly runner: ProbeRunner;
  readonly signal: AbortSignal;
}

/** Asks a process by its probes as long as it runs: whether it has started, and from then on whether it is ready and lives. */
export async function askAll(asked: Asked): Promise<void> {
  await askOn('startup', asked);
  await Promise.all([askOn('readiness', asked), askOn('liveness', asked)]);
}

async function askOn(probe: ProbeName, asked: Asked): Promise<void> {
  const { questions, rules, life, ranMs, answered, runner, signal } = asked;
  const rule = rules.probes[probe];
  const question = questions[probe];
  if (!rule || !question) return;
  // A delay counts from the start of the process, also for the probes that wait for the startup probe.
  await pause(rule.initialDelaySeconds * 1000 - ranMs(), signal);
  while (!signal.aborted && askAgainMs(life(), probe, rules) !== undefined) {
    const answer = await askProbe(question, rule, { signal, runner });
    if (signal.aborted) return;
    answered({ type: 'answered', probe, ...answer, afterMs: ranMs() });
    await pause(askAgainMs(life(), probe, rules) ?? 0, signal);
  }
}
