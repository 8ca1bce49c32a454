import { PluginError } from '../error.ts';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const PART = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/g;

/**
 * Reads `--since`: `90s`, `10m`, `1h30m`, `2d`, or a moment in ISO 8601. Pure.
 *
 * @param now milliseconds since 1970
 * @returns the moment, in the same
 * @throws PluginError USAGE
 */
export function readSince(text: string, now: number): number {
  const parts = [...text.matchAll(PART)];
  if (parts.length > 0 && parts.map(([whole]) => whole).join('') === text) {
    const span = parts.reduce((sum, [, number, unit = '']) => sum + Number(number) * (UNITS[unit] ?? 0), 0);
    // Longer than there are dates is as long as there are logs.
    return Math.max(0, now - span);
  }
  const moment = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(moment)) return moment;
  throw new PluginError('USAGE', {
    doing: 'understand --since',
    because: `"${text}" is neither a time span nor a moment`,
    fix: 'write --since=10m, --since=1h30m or --since=2026-01-31T08:00:00Z',
  });
}
