import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, record } from './record.ts';

/**
 * What loading our code takes, each time in a fresh process and from the TypeScript source: with nothing kept from the
 * run before, and with Node's compile cache, which keeps what the types are stripped off and which the plugin turns on.
 * All kinds take turns, so that what else the machine does slows all of them. Run by Node.js itself: Nx, which
 * waits beside, takes some of the second processor that compiling uses.
 */
const ROUNDS = 11;
const root = join(import.meta.dirname, '..');
const PROGRAM = 'tools/nx-kube/bin/nx-kube.mjs';
const IMPORT = `
  const [cpu, began] = [process.cpuUsage(), performance.now()];
  await import('@nx-kube/manifests');
  const ms = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  console.log(JSON.stringify({ ms, cpuMs: (user + system) / 1000 }));
`;

interface Sample {
  readonly ms: number;
  /** Of all threads, in user and in kernel mode. */
  readonly cpuMs?: number;
}

function importOnce(env: NodeJS.ProcessEnv): Sample {
  const args = ['--input-type=module', '--eval', IMPORT];
  return JSON.parse(execFileSync(process.execPath, args, { cwd: root, env, encoding: 'utf8' })) as Sample;
}

/** A whole process, from its start to its end. */
function runOnce(args: readonly string[], env: NodeJS.ProcessEnv): Sample {
  const began = performance.now();
  const { error } = spawnSync(process.execPath, args, { cwd: root, env });
  if (error) throw error;
  return { ms: performance.now() - began };
}

function timesOf(samples: readonly Sample[]): unknown {
  const ms = samples.map((sample) => Math.round(sample.ms));
  const cpuMs = samples.flatMap((sample) => (sample.cpuMs === undefined ? [] : Math.round(sample.cpuMs)));
  return { medianMs: median(ms), ms, ...(cpuMs.length > 0 ? { medianCpuMs: median(cpuMs), cpuMs } : {}) };
}

const loadBefore = loadavg();
const cache = mkdtempSync(join(tmpdir(), 'bench-compile-cache-'));
try {
  const { NODE_COMPILE_CACHE: _, ...plain } = process.env;
  const cached = { ...plain, NODE_COMPILE_CACHE: cache };
  const kinds: Readonly<Record<string, () => Sample>> = {
    importSource: () => importOnce(plain),
    importCompileCache: () => importOnce(cached),
    nodeAlone: () => runOnce(['--eval', '0'], plain),
    help: () => runOnce([PROGRAM, '--help'], cached),
    wrongOption: () => runOnce([PROGRAM, 'status', '--nonsense'], cached),
    statusOfLocalRun: () => runOnce([PROGRAM, 'status', '--environment=local'], cached),
  };
  for (const run of Object.values(kinds)) run();
  const rounds = Array.from({ length: ROUNDS }, () =>
    Object.entries(kinds).map(([kind, run]) => [kind, run()] as const),
  );
  const data = Object.keys(kinds).map((kind) => {
    const samples = rounds.flatMap((round) => round.flatMap(([name, sample]) => (name === kind ? [sample] : [])));
    return [kind, timesOf(samples)] as const;
  });
  record('import', 'node bench/import.ts', {
    loadAverage: { before: loadBefore, after: loadavg() },
    ...Object.fromEntries(data),
  });
} finally {
  rmSync(cache, { recursive: true });
}
