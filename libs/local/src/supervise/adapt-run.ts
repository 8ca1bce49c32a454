import type { LocalPlan, LocalWorkload } from '@nx-kube/manifests/local';

import { openServicePort } from '../balance/service-port.ts';
import type { LocalProblem } from '../events.ts';
import type { Program } from '../program/program.ts';
import { chooseWorkloads } from './choose-workloads.ts';
import { joinServices } from './join-services.ts';
import type { Run } from './run.ts';
import { keyOf, keysOf, leadNowhere } from './service-ports.ts';
import { interrupted, TRIES } from './start-errors.ts';
import { projectsOf, type Starts } from './start-workloads.ts';
import { stopOrder } from './stop-order.ts';
import type { Adaptation, Difference, Failed, NewPlan } from './supervision.ts';
import { createWorkload } from './workload.ts';

/** What became of one workload: undefined where something newer took the place of all this. */
type Outcome = 'ready' | Failed | undefined;

/** One way to another plan. */
interface Way {
  readonly run: Run;
  readonly starts: Starts;
  readonly plan: LocalPlan;
  readonly chosen: readonly LocalWorkload[];
  readonly programs: NewPlan['programs'];
  /** Whether something newer, or the end of the run, took its place. */
  readonly isOver: () => boolean;
}

/** As `Supervision.adapt` says. */
export async function adaptRun(run: Run, starts: Starts, { plan, programs }: NewPlan): Promise<Adaptation> {
  const chosen = chooseWorkloads(plan, run.options.only);
  const turn = ++run.turn;
  const isOver = (): boolean => run.leaving || turn !== run.turn;
  await openBalancers(plan, run);
  if (run.leaving) throw interrupted(plan.stack);
  const way: Way = { run, starts, plan, chosen, programs, isOver };
  const difference = differenceOf(way);
  return { ...difference, done: go(way, difference) };
}

async function openBalancers(plan: LocalPlan, run: Run): Promise<void> {
  const missing = keysOf(plan).filter((key) => !run.balancers.has(key));
  const opened = await Promise.all(missing.map(async (key) => [key, await openServicePort()] as const));
  for (const [key, balancer] of opened) {
    if (run.leaving || run.balancers.has(key)) await balancer.close();
    else run.balancers.set(key, balancer);
  }
}

function differenceOf({ run, plan, chosen }: Way): Difference {
  const differs = (workload: LocalWorkload): string => {
    const running = run.running.get(workload.name);
    if (running?.begun() !== true) return 'begin';
    return running.difference(run.describe(workload, plan));
  };
  const named = new Map(chosen.map((workload) => [workload.name, differs(workload)]));
  const of = (difference: string): readonly string[] =>
    [...named].filter(([, each]) => each === difference).map(([name]) => name);
  return {
    same: of('none'),
    anew: of('anew'),
    scaled: of('scaled'),
    begin: of('begin'),
    end: [...run.running.keys()].filter((name) => !named.has(name)),
    routes: JSON.stringify(run.plan.routes) !== JSON.stringify(plan.routes),
  };
}

async function go(way: Way, difference: Difference): Promise<readonly Failed[] | undefined> {
  const { run, plan, chosen, isOver } = way;
  if (isOver()) return undefined;
  // Until all is ready, what served goes on to serve: Services that are new are led beside the others.
  run.plan = { ...run.plan, services: joinServices(run.plan, plan) };
  const outcomes = new Map<string, Promise<Outcome>>();
  for (const workload of storesFirst(chosen)) {
    const stores = workload.kind === 'StatefulSet' ? [] : workload.after.flatMap((name) => outcomes.get(name) ?? []);
    outcomes.set(workload.name, becomeOne(workload, stores, difference, way).catch(failedBy(workload)));
  }
  run.workshop.changed();
  const became = await Promise.all(outcomes.values());
  if (isOver() || became.includes(undefined)) return undefined;
  const failed = became.filter((one) => typeof one === 'object');
  await Promise.all(
    failed.filter((one) => difference.begin.includes(one.workload)).map((one) => end(one.workload, run)),
  );
  if (failed.length === 0) await complete(way, difference);
  return failed;
}

function storesFirst(workloads: readonly LocalWorkload[]): readonly LocalWorkload[] {
  const rank = ({ kind }: LocalWorkload): number => (kind === 'StatefulSet' ? 0 : 1);
  return workloads.toSorted((a, b) => rank(a) - rank(b));
}

async function becomeOne(
  workload: LocalWorkload,
  stores: readonly Promise<Outcome>[],
  difference: Difference,
  way: Way,
): Promise<Outcome> {
  const { run, plan } = way;
  const { name } = workload;
  if (difference.begin.includes(name)) return beginOne(workload, way);
  const running = run.running.get(name);
  const to = run.describe(workload, plan);
  if (!difference.anew.includes(name)) {
    running?.adapt(to, new Map());
    if (difference.same.includes(name)) return 'ready';
  } else {
    const programs = await programsOf(workload, way);
    // It would fail without what it needs, and nobody would learn anything by that.
    const needed = await Promise.all(stores);
    if (way.isOver()) return undefined;
    if (needed.some((outcome) => outcome !== 'ready')) return 'ready';
    running?.adapt(to, programs);
  }
  const { ok, problem, stays = false } = (await running?.settled()) ?? {};
  if (ok === true) return 'ready';
  return way.isOver() || problem === undefined ? undefined : { workload: name, problem, stays };
}

/** What runs already is run again; else what was made last. */
async function programsOf(workload: LocalWorkload, { run, programs }: Way): Promise<ReadonlyMap<string, Program>> {
  const known = (project: string): Program | undefined => run.running.get(workload.name)?.program(project);
  const made = projectsOf(workload).map(
    async (project) => [project, known(project) ?? (await programs(project))] as const,
  );
  return new Map(await Promise.all(made));
}

async function beginOne(workload: LocalWorkload, way: Way): Promise<Outcome> {
  const { run, starts, plan, isOver } = way;
  const { name } = workload;
  // One that has not begun yet may wait for what it does not need any more.
  await end(name, run);
  if (isOver()) return undefined;
  let lost: LocalProblem | undefined;
  const running = createWorkload(
    {
      description: run.describe(workload, plan),
      failed({ problem, failures, error }) {
        if (error || failures >= TRIES) lost = problem;
        run.waiting.check();
      },
    },
    run.workshop,
  );
  run.running.set(name, running);
  run.chosen = [...run.chosen, workload];
  const made = programsOf(workload, way);
  await starts.add(workload, async (project) => (await made).get(project) as Program);
  await made;
  await run.waiting.until(() => isOver() || lost !== undefined || running.ready());
  if (isOver()) return undefined;
  return lost === undefined ? 'ready' : { workload: name, problem: lost, stays: false };
}

/** All is ready: from here on nothing of the plan before is left. */
async function complete({ run, plan, chosen }: Way, { end: leaving }: Difference): Promise<void> {
  const before = run.plan;
  run.plan = plan;
  run.options.door.lead(plan.routes, (service, port) => run.balancers.get(keyOf(service, port)));
  leadNowhere(plan, run.balancers);
  run.workshop.changed();
  const left = run.chosen.filter(({ name }) => leaving.includes(name));
  run.chosen = [...chosen, ...left];
  for (const step of stopOrder({ ...before, workloads: left })) await Promise.all(step.map((name) => end(name, run)));
}

/** Such as of a project that has no program. */
function failedBy({ name }: LocalWorkload): (error: unknown) => Failed {
  return (error) => {
    const { because, fix } = (error ?? {}) as Partial<Pick<LocalProblem, 'because' | 'fix'>>;
    const said = error instanceof Error ? error.message : String(error);
    const texts = { because: because ?? said, fix: fix ?? 'correct that' };
    const problem = { type: 'problem', process: name, code: 'START_FAILED', logs: [], ...texts } as const;
    return { workload: name, problem, stays: true };
  };
}

async function end(name: string, run: Run): Promise<void> {
  const running = run.running.get(name);
  if (!running) return;
  await running.stop();
  if (run.leaving) return;
  run.running.delete(name);
  run.chosen = run.chosen.filter((workload) => workload.name !== name);
  run.board.forget(name);
}
