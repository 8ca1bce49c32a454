import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { median } from '../record.ts';

/** Wall milliseconds of `helm template` for a chart: what comes out goes nowhere. */
export function helmTemplateMs(
  files: Readonly<Record<string, string>>,
  rounds: number,
): { readonly version: string; readonly medianMs: number; readonly ms: readonly number[] } {
  const folder = mkdtempSync(join(tmpdir(), 'bench-chart-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      const file = join(folder, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    const ms = Array.from({ length: rounds }, () => {
      const began = performance.now();
      execFileSync('helm', ['template', 'mixed', folder], { stdio: ['ignore', 'ignore', 'inherit'] });
      return Math.round(performance.now() - began);
    });
    const version = execFileSync('helm', ['version', '--template', '{{ .Version }}'], { encoding: 'utf8' });
    return { version, medianMs: median(ms), ms };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
