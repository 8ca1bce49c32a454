import { objectAt, stringAt, type JsonObject } from '../json.ts';
import { numberAt } from '../readiness/live.ts';
import { findingAt, type ContainerState } from './container.ts';
import { ranks, type Finding } from './diagnosis.ts';

const quickMs = 5000;

const hints: Readonly<Record<number, string>> = {
  126: 'make the command of the container executable',
  127: 'correct the command of the container: that program is not in the image',
  134: 'look for a failed assertion in the log (the process aborted)',
  137: 'find out who killed it: memory, or a liveness or startup probe that failed',
  139: 'look for a crash in native code, or an image for another architecture',
};

/**
 * Why a container ended when it should run. Pure. Ending once may be bad luck (what it needs was not up); certain is the
 * second restart, or the same quick end twice in a row; nothing is while it runs again, this run may be the good one.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-restarts
 */
export function diagnoseCrash(container: ContainerState): Finding | undefined {
  const now = objectAt(container.status, 'state', 'terminated');
  const before = objectAt(container.status, 'lastState', 'terminated');
  if (isFine(container, now)) return undefined;
  const ended = now ?? before;
  if (!ended) return undefined;
  const exitCode = numberAt(ended, ['exitCode']);
  const backingOff = container.waiting?.reason === 'CrashLoopBackOff';
  const again = now !== undefined && before !== undefined && isQuick(now) && isQuick(before) && sameEnd(now, before);
  const runs = objectAt(container.status, 'state', 'running') !== undefined;
  const often = container.restarts >= 2 || again || (backingOff && container.restarts >= 1 && isQuick(ended));
  return findingAt(container, {
    ...(stringAt(ended, 'reason') === 'OOMKilled' ? outOfMemory(container) : exited(ended, exitCode)),
    terminal: often && !runs,
    attempt: container.restarts,
    rank: ranks.crash,
    log: {
      pod: container.pod.metadata.name,
      container: container.name,
      // While it waits to be started again, the log of the run that ended is still the current one.
      previous: now === undefined && runs,
    },
  });
}

/** It runs well, or ended as it should. */
function isFine({ status, init, pod }: ContainerState, now: JsonObject | undefined): boolean {
  if (status['ready'] === true) return true;
  if (!now) return false;
  const mayEnd = init || stringAt(pod, 'spec', 'restartPolicy') !== 'Always';
  return mayEnd && numberAt(now, ['exitCode']) === 0;
}

function exited(ended: JsonObject, exitCode: number): Pick<Finding, 'code' | 'because' | 'fix'> {
  const said = (stringAt(ended, 'message') ?? '').trim().slice(-300);
  const how =
    exitCode === 0 ? 'the process ended by itself (exit code 0)' : `the process ended with exit code ${exitCode}`;
  return {
    code: 'CRASH',
    because: said === '' ? how : `${how}: ${said}`,
    fix:
      hints[exitCode] ??
      (exitCode === 0
        ? 'let the process run on, or make it a Job'
        : 'correct what its last lines say, and deploy again'),
  };
}

function outOfMemory({ spec }: ContainerState): Pick<Finding, 'code' | 'because' | 'fix'> {
  const limit = stringAt(spec, 'resources', 'limits', 'memory');
  return {
    code: 'OOM',
    because: `it was killed because it used more memory than its limit${limit ? ` (${limit})` : ''}`,
    fix: 'raise resources.limits.memory, or let it use less',
  };
}

/** Both times are the server's, so that a wrong clock here does not matter. */
function isQuick(ended: JsonObject): boolean {
  const begun = Date.parse(stringAt(ended, 'startedAt') ?? '');
  const end = Date.parse(stringAt(ended, 'finishedAt') ?? '');
  return end - begun < quickMs;
}

function sameEnd(a: JsonObject, b: JsonObject): boolean {
  return a['exitCode'] === b['exitCode'] && a['reason'] === b['reason'];
}
