import { describeError } from '../error.ts';
import { numberEvents } from '../report/events.ts';
import type { Outcome, World } from '../world.ts';
import { EXIT, exitCodeOf } from './exit-codes.ts';
import { openPrinter } from './outputs.ts';
import type { Verb } from './verbs.ts';

type Run = (options: never, world: World) => Promise<Outcome>;

/** Each verb is loaded when it is called for: what one of them imports is not paid for by the others. */
const LOADERS: Readonly<Record<Verb, () => Promise<{ run: Run }>>> = {
  minikube: () => import('../verbs/minikube.ts'),
  render: () => import('../verbs/render.ts'),
  chart: () => import('../verbs/chart.ts'),
  'chart-package': () => import('../verbs/chart-package.ts'),
  compose: () => import('../verbs/compose.ts'),
  kustomize: () => import('../verbs/kustomize.ts'),
  validate: () => import('../verbs/validate.ts'),
  local: () => import('../verbs/local.ts'),
  watch: () => import('../verbs/watch.ts'),
  status: () => import('../verbs/status.ts'),
  logs: () => import('../verbs/logs.ts'),
  diagnose: () => import('../verbs/diagnose.ts'),
  open: () => import('../verbs/open.ts'),
  destroy: () => import('../verbs/destroy.ts'),
};

/** Everything that a verb gets from its front, a command line or an executor. */
export type Front = Omit<World, 'emit'>;

/**
 * Runs one verb, prints its events, and turns its end into an exit code.
 *
 * @param options by their names in camelCase, defaults filled in
 */
export async function runVerb(verb: Verb, options: Readonly<Record<string, unknown>>, front: Front): Promise<number> {
  const printer = openPrinter(options, { out: process.stdout, env: front.env });
  const begun = performance.now();
  const now = (): number => performance.now();
  let over = false;
  // Work that went on beside the one that failed may still have something to say; the error is the last word.
  const emit = numberEvents((event) => over || printer.print(event), now);
  try {
    const { run } = await LOADERS[verb]();
    return EXIT[await run(options as never, { ...front, emit })];
  } catch (error) {
    if (front.signal.aborted) {
      const seconds = (now() - begun) / 1000;
      const nothing = { created: [], updated: [], pruned: [], failed: [], unchanged: 0, dryRun: false };
      emit({ type: 'summary', verb, ok: false, interrupted: true, seconds, ...nothing });
      return EXIT.interrupted;
    }
    const report = describeError(error);
    emit({ type: 'error', ...report });
    if (front.env['NX_KUBE_TRACE'] && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    return exitCodeOf(report);
  } finally {
    over = true;
    printer.end();
  }
}
