import type { LocalContainer, LocalProbe } from '@nx-kube/manifests/local';
import type { ProcessState } from '../events.ts';
import type { Backoff } from './supervision.ts';

export type ProbeName = 'startup' | 'readiness' | 'liveness';

/** What the answer of a probe was, and how long after the start of the process. */
export interface ProbeAnswered {
  readonly type: 'answered';
  readonly probe: ProbeName;
  readonly ok: boolean;
  /** One clause: `GET /ready answered 503`. */
  readonly because: string;
  readonly afterMs: number;
}

/** What happens to a process. */
export type LifeEvent =
  | { readonly type: 'started' }
  | ProbeAnswered
  /** It shall end, and not start again. */
  | { readonly type: 'told' }
  | { readonly type: 'exited'; readonly well: boolean; readonly ranMs: number; readonly because: string }
  /** The pause after a bad end is over. */
  | { readonly type: 'rested' };

/** What a life is led by. */
export interface LifeRules {
  readonly probes: LocalContainer['probes'];
  /** It is meant to end, as a step or a Job is. */
  readonly ends: boolean;
  readonly backoff: Backoff;
}

/** How often a probe gave the same answer in a row. */
interface Tally {
  readonly ok: boolean;
  readonly times: number;
}

/** One process through all its starts, as the kubelet sees a container. */
export interface Life {
  readonly state: ProcessState;
  readonly starts: number;
  /** Bad ends in a row; forgotten when it has run well. */
  readonly failures: number;
  readonly wasReady: boolean;
  readonly tallies: Readonly<Partial<Record<ProbeName, Tally>>>;
  /** How long it rests before the next start. */
  readonly pauseMs: number;
  readonly told: boolean;
  /** The probe that it must be ended for. */
  readonly doomed?: ProbeName;
  readonly because?: string;
}

/** A process that was never started. */
export const UNBORN: Life = {
  state: 'pending',
  starts: 0,
  failures: 0,
  wasReady: false,
  tallies: {},
  pauseMs: 0,
  told: false,
};

/** How often a process is asked until it is ready for the first time: nobody shall wait for the rest of a period. */
const EAGER_MS = 50;
/** How often one that was ready, and is not, is asked at least. */
const KEEN_MS = 500;

/**
 * What a process is after something has happened to it. Pure: what happens comes with its times.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-probes
 */
export function nextLife(life: Life, event: LifeEvent, rules: LifeRules): Life {
  switch (event.type) {
    case 'started':
      return started(life, rules);
    case 'answered':
      return runs(life) ? answered(life, event, rules.probes) : life;
    case 'told':
      return told(life);
    case 'exited':
      return exited(life, event, rules);
    default:
      return life.state === 'backoff' ? { ...life, state: 'pending' } : life;
  }
}

/** Whether its process is there and is not told to end. */
export function runs({ state }: Life): boolean {
  return state === 'starting' || state === 'unready' || state === 'ready';
}

/** Milliseconds from one answer of a probe to the next question; undefined while it is not asked. */
export function askAgainMs(life: Life, probe: ProbeName, { probes }: LifeRules): number | undefined {
  const rule = probes[probe];
  if (!rule || !runs(life)) return undefined;
  const periodMs = rule.periodSeconds * 1000;
  if (probe === 'startup') return life.state === 'starting' ? Math.min(periodMs, EAGER_MS) : undefined;
  if (life.state === 'starting') return undefined;
  if (probe === 'liveness' || life.state === 'ready') return periodMs;
  return Math.min(periodMs, life.wasReady ? KEEN_MS : EAGER_MS);
}

/** How long a process may take to start; asking more often takes nothing from it. */
function patienceMs({ initialDelaySeconds, periodSeconds, failureThreshold }: LocalProbe): number {
  return (initialDelaySeconds + periodSeconds * failureThreshold) * 1000;
}

function told(life: Life): Life {
  if (life.state === 'done') return life;
  return { ...life, told: true, state: runs(life) || life.state === 'stopping' ? 'stopping' : 'ended' };
}

function started(life: Life, { probes, ends }: LifeRules): Life {
  const { doomed: _doomed, because: _because, ...rest } = life;
  const begun = { ...rest, starts: life.starts + 1, wasReady: false, tallies: {}, pauseMs: 0 };
  return probes.startup || ends ? { ...begun, state: 'starting' } : afterStart(begun, probes);
}

function afterStart(life: Omit<Life, 'because'>, probes: LifeRules['probes']): Life {
  return probes.readiness ? { ...life, state: 'unready' } : { ...life, state: 'ready', wasReady: true };
}

function answered(life: Life, { probe, ok, because, afterMs }: ProbeAnswered, probes: LifeRules['probes']): Life {
  const rule = probes[probe];
  if (!rule || (probe === 'startup') !== (life.state === 'starting')) return life;
  const before = life.tallies[probe];
  const times = before?.ok === ok ? before.times + 1 : 1;
  const { because: _, ...counted } = { ...life, tallies: { ...life.tallies, [probe]: { ok, times } } };
  if (probe === 'startup') {
    if (ok) return times < rule.successThreshold ? counted : afterStart(counted, probes);
    // Asked more often than a kubelet would, it has the same time, not the same number of tries.
    return afterMs < patienceMs(rule)
      ? { ...counted, because }
      : { ...counted, because, state: 'stopping', doomed: probe };
  }
  const enough = times >= (ok ? rule.successThreshold : rule.failureThreshold);
  if (probe === 'liveness') {
    return enough && !ok
      ? { ...counted, because, state: 'stopping', doomed: probe }
      : { ...life, tallies: counted.tallies };
  }
  if (enough && ok) return { ...counted, state: 'ready', wasReady: true };
  if (ok) return { ...life, tallies: counted.tallies };
  return { ...counted, because, ...(enough && { state: 'unready' }) };
}

type Exited = Extract<LifeEvent, { type: 'exited' }>;

function exited(life: Life, { well, ranMs, because }: Exited, { ends, backoff }: LifeRules): Life {
  const { doomed: _doomed, because: _because, ...rest } = life;
  if (life.told) return { ...rest, state: 'ended' };
  if (ends && well) return { ...rest, state: 'done', failures: 0 };
  const ranWell = life.wasReady && ranMs >= backoff.forgetMs;
  const failures = ranWell ? 1 : life.failures + 1;
  const pauseMs = Math.min(backoff.firstMs * 2 ** (failures - 1), backoff.mostMs);
  return { ...rest, state: 'backoff', failures, pauseMs, because };
}
