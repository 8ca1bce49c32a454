import type { Out, Printer } from './printer.ts';

/** As many bytes as may wait for who reads them, before what processes print is left out. */
export const MOST_WAITING = 1_000_000;

/** Leaves lines of processes out while nobody reads what was printed, and says how many; the log files have them. */
export function sparing(printer: Printer, out: Out): Printer {
  let left = 0;
  return {
    print(event) {
      const full = (out.writableLength ?? 0) > MOST_WAITING;
      if (event.type === 'log' && full) {
        left += 1;
        return;
      }
      if (left > 0 && !full) {
        const { seq, elapsedMs } = event;
        const message = `${left} lines of processes left out while nobody read; see: npx nx-kube logs`;
        printer.print({ type: 'note', kind: 'note', message, seq, elapsedMs });
        left = 0;
      }
      printer.print(event);
    },
    end: () => printer.end(),
  };
}
