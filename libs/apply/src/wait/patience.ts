import type { Finding } from '../diagnosis/diagnosis.ts';

/**
 * Decides when a finding has stood for so long that waiting can't help. Counts what this process has seen by a monotonic clock:
 * the server's timestamps and this machine's may differ by minutes.
 *
 * @param now milliseconds, monotonic
 */
export function createPatience(now: () => number): { isTerminal(subject: string, finding: Finding): boolean } {
  const firstSeen = new Map<string, number>();
  return {
    isTerminal(subject, finding) {
      const key = `${subject}\n${finding.code}\n${finding.object}`;
      const since = firstSeen.get(key) ?? now();
      firstSeen.set(key, since);
      return now() - since >= finding.graceSeconds * 1000;
    },
  };
}
