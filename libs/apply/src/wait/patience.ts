import { mayNeedOthers, type Finding } from '../diagnosis/diagnosis.ts';

/** An application that ends because its database is not up yet is started again until it is. */
const othersSeconds = 60;
/** The kubelet waits 10, 20, 40 s before it starts a container again that ended before its database was up. */
const backOffSeconds = 60;

/** Decides when waiting longer does not help. */
export interface Patience {
  /** `othersStarting`: something that the object may need is still on its way, with nothing wrong so far. */
  isTerminal(subject: string, finding: Finding, othersStarting: boolean): boolean;
}

/**
 * Decides when a finding has stood for so long that waiting can't help. Counts what this process has seen by a monotonic
 * clock: the server's timestamps and this machine's may differ by minutes.
 *
 * @param now milliseconds, monotonic
 */
export function createPatience(now: () => number): Patience {
  const firstSeen = new Map<string, number>();
  const excused = new Map<string, { readonly attempt: number; readonly at: number }>();
  return {
    isTerminal(subject, finding, othersStarting) {
      const key = `${subject}\n${finding.code}\n${finding.object}`;
      const since = firstSeen.get(key) ?? now();
      firstSeen.set(key, since);
      const stood = (now() - since) / 1000;
      const attempt = finding.attempt ?? 0;
      if (othersStarting && mayNeedOthers(finding) && stood < othersSeconds) {
        excused.set(key, { attempt, at: now() });
        return false;
      }
      // The run that was under way when the others got ready, and the pause before the next, count for nothing yet.
      const excuse = othersStarting ? undefined : excused.get(key);
      if (excuse && attempt <= excuse.attempt + 1 && now() - excuse.at < backOffSeconds * 1000) return false;
      return finding.terminal || stood >= (finding.graceSeconds ?? Infinity);
    },
  };
}
