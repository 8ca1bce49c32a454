import type { LocalProbe } from '@nx-kube/manifests/local';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  askAgainMs,
  type Life,
  type LifeEvent,
  type LifeRules,
  nextLife,
  type ProbeName,
  runs,
  UNBORN,
} from './life.ts';
import { httpProbe } from './testing/plan.ts';

const backoff = { firstMs: 500, mostMs: 30_000, forgetMs: 60_000 };
const rules = (probes: LifeRules['probes'], ends = false): LifeRules => ({ probes, ends, backoff });
const all = rules({
  startup: httpProbe('/s', { initialDelaySeconds: 1, periodSeconds: 2, failureThreshold: 5 }),
  readiness: httpProbe('/r', { failureThreshold: 2, successThreshold: 2 }),
  liveness: httpProbe('/l', { failureThreshold: 3, periodSeconds: 10 }),
});

const started: LifeEvent = { type: 'started' };
const told: LifeEvent = { type: 'told' };
const answer = (probe: ProbeName, ok: boolean, afterMs = 0): LifeEvent => ({
  type: 'answered',
  probe,
  ok,
  afterMs,
  because: ok ? 'is well' : `${probe} failed`,
});
const exited = (ranMs = 100, well = false): LifeEvent => ({ type: 'exited', well, ranMs, because: 'it ended' });
const rested: LifeEvent = { type: 'rested' };
const live = (by: LifeRules, ...events: readonly LifeEvent[]): Life =>
  events.reduce((life, event) => nextLife(life, event, by), UNBORN);

test.each<[string, LifeRules, string]>([
  ['nothing to ask is ready at once', rules({}), 'ready'],
  ['a readiness probe is not ready before its answer', rules({ readiness: httpProbe('/') }), 'unready'],
  ['a startup probe starts', all, 'starting'],
  ['an end to come runs until then', rules({}, true), 'starting'],
])('what has %s', (_, by, state) => {
  expect(live(by, started).state).toBe(state);
});

test('readiness and liveness count nothing before the startup probe has succeeded', () => {
  const life = live(all, started, answer('readiness', true), answer('readiness', true), answer('liveness', false));
  expect(life.state).toBe('starting');
  expect(life.tallies).toEqual({});
});

test('readiness turns only after as many equal answers in a row as it asks for', () => {
  const steps: readonly (readonly [boolean, string])[] = [
    [true, 'unready'],
    [false, 'unready'],
    [true, 'unready'],
    [true, 'ready'],
    [false, 'ready'],
    [true, 'ready'],
    [false, 'ready'],
    [false, 'unready'],
    [true, 'unready'],
    [true, 'ready'],
  ];
  let life = live(all, started, answer('startup', true));
  for (const [ok, state] of steps) {
    life = nextLife(life, answer('readiness', ok), all);
    expect(life.state).toBe(state);
  }
});

test('a process has as long to start as its probe gives it, however often it is asked', () => {
  let life = live(all, started);
  for (let afterMs = 1000; afterMs < 11_000; afterMs += 50) {
    life = nextLife(life, answer('startup', false, afterMs), all);
    expect(life.state).toBe('starting');
  }
  expect(life.because).toBe('startup failed');
  life = nextLife(life, answer('startup', false, 11_000), all);
  expect(life).toMatchObject({ state: 'stopping', doomed: 'startup' });
});

test('liveness ends a process after as many failures in a row as it asks for', () => {
  const up = live(all, started, answer('startup', true));
  const twice = [answer('liveness', false), answer('liveness', false)].reduce((life, e) => nextLife(life, e, all), up);
  expect(runs(twice)).toBe(true);
  const saved = [answer('liveness', true), answer('liveness', false), answer('liveness', false)].reduce(
    (life, e) => nextLife(life, e, all),
    twice,
  );
  expect(runs(saved)).toBe(true);
  expect(nextLife(saved, answer('liveness', false), all)).toMatchObject({ state: 'stopping', doomed: 'liveness' });
});

test('pauses double up to the longest, and a run that went well makes them short again', () => {
  let life = UNBORN;
  const pauses: number[] = [];
  for (let times = 0; times < 9; times++) {
    life = [started, exited(59_999), rested].reduce((one, event) => nextLife(one, event, rules({})), life);
    pauses.push(life.pauseMs);
  }
  expect(pauses).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  life = [started, exited(60_000)].reduce((one, event) => nextLife(one, event, rules({})), life);
  expect(life).toMatchObject({ state: 'backoff', pauseMs: 500, failures: 1 });
});

test('a long run that was never ready did not go well', () => {
  const by = rules({ readiness: httpProbe('/') });
  const life = live(by, started, exited(1), rested, started, exited(70_000));
  expect(life.failures).toBe(2);
});

test('a step is done when it ends well, and rests when it does not', () => {
  expect(live(rules({}, true), started, exited(5, true)).state).toBe('done');
  expect(live(rules({}, true), started, exited(5)).state).toBe('backoff');
  expect(live(rules({}, true), started, exited(5, true), told).state).toBe('done');
});

test('a service that ends by itself rests even if it says that all is well', () => {
  expect(live(rules({}), started, exited(5, true))).toMatchObject({ state: 'backoff', because: 'it ended' });
});

test.each([
  ['before its first start', [], 'ended'],
  ['while it runs', [started], 'stopping'],
  ['while it rests', [started, exited()], 'ended'],
  ['when it has ended after that', [started, told, exited()], 'ended'],
  ['while it is ended for a probe', [started, answer('startup', false, 99_999), told, exited()], 'ended'],
] as const)('a process that is told to end %s', (_, events, state) => {
  expect(live(all, ...events, ...(state === 'stopping' || events.length < 3 ? [told] : [])).state).toBe(state);
});

test('nobody is asked what cannot answer', () => {
  const ask = (life: Life): unknown =>
    (['startup', 'readiness', 'liveness'] as const).map((probe) => askAgainMs(life, probe, all));
  expect(ask(UNBORN)).toEqual([undefined, undefined, undefined]);
  expect(ask(live(all, started))).toEqual([50, undefined, undefined]);
  const unready = live(all, started, answer('startup', true));
  expect(ask(unready)).toEqual([undefined, 50, 10_000]);
  const ready = [answer('readiness', true), answer('readiness', true)].reduce(
    (life, e) => nextLife(life, e, all),
    unready,
  );
  expect(ask(ready)).toEqual([undefined, 1000, 10_000]);
  const lost = [answer('readiness', false), answer('readiness', false)].reduce(
    (life, e) => nextLife(life, e, all),
    ready,
  );
  expect(ask(lost)).toEqual([undefined, 500, 10_000]);
  expect(ask(nextLife(ready, told, all))).toEqual([undefined, undefined, undefined]);
});

const probe: fc.Arbitrary<LocalProbe | undefined> = fc.option(
  fc
    .record({ failureThreshold: fc.integer({ min: 1, max: 3 }), successThreshold: fc.integer({ min: 1, max: 3 }) })
    .map((more) => httpProbe('/', more)),
  { nil: undefined },
);
const event: fc.Arbitrary<LifeEvent> = fc.oneof(
  fc.constantFrom(started, rested, exited(10), exited(70_000), exited(10, true)),
  fc
    .record({ probe: fc.constantFrom('startup', 'readiness', 'liveness'), ok: fc.boolean(), afterMs: fc.nat(9000) })
    .map(({ probe, ok, afterMs }) => answer(probe, ok, afterMs)),
);

test('whatever happens, what was told to end never gets ready, and the rules of a life hold', () => {
  fc.assert(
    fc.property(
      fc.record({ startup: probe, readiness: probe, liveness: probe }),
      fc.boolean(),
      fc.array(event, { maxLength: 30 }),
      fc.array(event, { maxLength: 10 }),
      (probes, ends, before, after) => {
        const given = Object.fromEntries(Object.entries(probes).filter(([, one]) => one !== undefined));
        const by = rules(given, ends);
        let life = UNBORN;
        for (const one of before) {
          // What cannot happen: a start of what runs, or an end of what does not.
          const alive = runs(life) || life.state === 'stopping';
          if (alive ? one.type === 'started' : one.type === 'exited' || life.state === 'done') continue;
          const next = nextLife(life, one, by);
          expect(next.pauseMs).toBeLessThanOrEqual(backoff.mostMs);
          expect(next.doomed === undefined || next.state === 'stopping').toBe(true);
          expect(next.state !== 'ready' || next.wasReady).toBe(true);
          life = next;
        }
        life = nextLife(life, told, by);
        for (const one of after) {
          if (one.type === 'started' || (one.type === 'exited' && life.state !== 'stopping')) continue;
          life = nextLife(life, one, by);
          expect(['stopping', 'ended', 'done']).toContain(life.state);
        }
      },
    ),
    { numRuns: 2000 },
  );
});
