import { mayNeedOthers, type Finding } from '../diagnosis/diagnosis.ts';

/** An application that ends because its database is not up yet is started again until it is. */
const othersSeconds = 60;

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
  return {
    isTerminal(subject, finding, othersStarting) {
      const key = `${subject}\n${finding.code}\n${finding.object}`;
      const since = firstSeen.get(key) ?? now();
      firstSeen.set(key, since);
      const stood = (now() - since) / 1000;
      if (othersStarting && mayNeedOthers(finding) && stood < othersSeconds) return false;
      return finding.terminal || stood >= (finding.graceSeconds ?? Infinity);
    },
  };
}
