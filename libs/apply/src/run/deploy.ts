import { refKey, type KubeObject } from '@nx-kube/kube';
import type { Cluster } from '../client/cluster.ts';
import { ApplyError } from '../error.ts';
import type { DeployEvent, PlannedChange } from '../events.ts';
import { sendableFields } from '../normalise/fields.ts';
import type { Plan } from '../plan/plan.ts';
import { redactor } from '../redact.ts';
import { carryOut } from './carry-out.ts';
import { startRun, type Run } from './context.ts';
import { processHolder } from './holder.ts';
import { prepareObjects } from './prepare.ts';
import { dryRunPlan, refuseUnsafe } from './preflight.ts';
import { makePlan, readState, type State } from './read-state.ts';
import { redactDeep, redactError } from './redacted.ts';
import { deployReport, type DeployReport } from './report.ts';
import { waitForAll } from './wait-step.ts';

/** What to deploy, where and how. */
export interface DeployOptions {
  readonly cluster: Cluster;
  /** Name under which the set is known in the cluster. */
  readonly release: string;
  /** Where the inventory lies, and namespaced objects that name no namespace. */
  readonly namespace: string;
  readonly objects: readonly KubeObject[];
  /** How long to wait until everything is ready. */
  readonly timeoutSeconds: number;
  /** Aborting it starts no further write, lets those in flight end, and gives the Lease up. */
  readonly signal: AbortSignal;
  readonly onEvent: (event: DeployEvent) => void;
  /** Only plan, and let the server check the plan: nothing is stored. */
  readonly dryRun?: boolean;
  /** Do not wait for readiness (default: wait). */
  readonly wait?: boolean;
  /** `name/version` of the tool, for the inventory. */
  readonly tool?: string;
  /** Take over every field, whoever holds it. */
  readonly forceConflicts?: boolean;
  /** Delete more objects at once than the guard lets through. */
  readonly allowPrune?: boolean;
  /** How long to wait for another run of the release (default 60). */
  readonly lockSeconds?: number;
  /** Who runs this, for whoever has to wait (default user@host:pid). */
  readonly holder?: string;
}

/**
 * Makes the cluster as the stack says, and changes only what is not. Nothing to change: nothing is written, not even a
 * dry run. Run again after any failure or interruption, it goes on.
 *
 * @throws ApplyError when nothing could be done, or it can't be said what was; an object that failed is in the report
 */
export async function deploy(o: DeployOptions): Promise<DeployReport> {
  const redact = redactor(o.objects.map((object) => sendableFields(object)));
  const run = startRun({
    ...o,
    holder: o.holder ?? processHolder(),
    onEvent: (event) => o.onEvent(redactDeep(event, redact)),
  });
  try {
    const report = redactDeep(await deployRun(run, o), redact);
    summarise(run, report);
    return report;
  } catch (error) {
    if (error instanceof ApplyError && error.code === 'INTERRUPTED') return interruptedReport(run);
    throw redactError(error, redact);
  }
}

async function deployRun(run: Run, o: DeployOptions): Promise<DeployReport> {
  const objects = await prepareObjects(run, o.objects);
  const state = await readState(run);
  const plan = await makePlan(run, objects, state);
  const allowPrune = o.allowPrune ?? false;
  const wait = o.wait ?? true;
  refuseUnsafe(run, plan, { state, allowPrune });
  warnOf(run, plan, state);
  if (o.dryRun === true) return dryRunReport(run, plan, state);
  run.emit({ type: 'plan', objects: plannedChanges(plan, new Map()), dryRun: false });
  const idle = { plan, outcomes: new Map(), pruned: [], failed: [], diagnosis: [] };
  if (!plan.writes) {
    const waited = wait ? await waitForAll(run, { ...idle, timeoutSeconds: o.timeoutSeconds }) : idle;
    return deployReport({ ...idle, ...waited, interrupted: run.signal.aborted });
  }
  await dryRunPlan(run, plan, { state, fields: false });
  if (run.signal.aborted) return deployReport({ ...idle, interrupted: true });
  const lockSeconds = o.lockSeconds ?? 60;
  const carried = await carryOut(
    run,
    { plan, state },
    { objects, wait, allowPrune, lockSeconds, timeoutSeconds: o.timeoutSeconds },
  );
  return deployReport({ ...carried, ...carried.waited, interrupted: run.signal.aborted });
}

async function dryRunReport(run: Run, plan: Plan, state: State): Promise<DeployReport> {
  const fields = plan.writes
    ? await dryRunPlan(run, plan, { state, fields: true })
    : new Map<string, readonly string[]>();
  run.emit({ type: 'plan', objects: plannedChanges(plan, fields), dryRun: true });
  const of = (...actions: string[]): Plan['objects'] => plan.objects.filter(({ action }) => actions.includes(action));
  const report = deployReport({
    plan,
    outcomes: new Map(),
    pruned: of('prune').map(({ ref }) => ref),
    failed: [],
    diagnosis: [],
    interrupted: run.signal.aborted,
  });
  return { ...report, changed: of('create', 'update').map(({ ref }) => ref) };
}

function plannedChanges(plan: Plan, fields: ReadonlyMap<string, readonly string[]>): readonly PlannedChange[] {
  return plan.objects.flatMap((object): PlannedChange[] => {
    if (object.action === 'forget') return [];
    const changed = fields.get(refKey(object.ref));
    const reason = 'reason' in object ? object.reason : undefined;
    return [
      {
        ref: object.ref,
        action: object.action,
        ...(reason !== undefined && { reason }),
        ...(changed && { fields: changed }),
      },
    ];
  });
}

function warnOf(run: Run, plan: Plan, state: State): void {
  for (const name of plan.adopted) {
    run.emit({ type: 'warning', message: `${name} was there before and becomes part of ${run.release}` });
  }
  const before = state.inventory?.inventory;
  if (before && before.phase !== 'idle') {
    run.emit({
      type: 'warning',
      message: `an earlier run by ${before.holder ?? 'someone'} did not finish; this one goes on from there`,
    });
  }
}

function summarise(run: Run, report: DeployReport): void {
  run.emit({
    type: 'summary',
    ok: report.ok,
    changed: report.changed.length,
    unchanged: report.unchanged,
    pruned: report.pruned.length,
    failed: report.failed.length,
    interrupted: report.interrupted,
  });
}

function interruptedReport(run: Run): DeployReport {
  const plan: Plan = { objects: [], foreign: [], adopted: [], writes: false };
  const report = deployReport({ plan, outcomes: new Map(), pruned: [], failed: [], diagnosis: [], interrupted: true });
  summarise(run, report);
  return report;
}
