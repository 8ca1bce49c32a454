import { refKey, type KubeObject, type ObjectRef } from '@nx-kube/kube';
import type { Cluster } from '../client/cluster.ts';
import { diagnose } from '../diagnosis/diagnose.ts';
import type { Diagnosis, Finding } from '../diagnosis/diagnosis.ts';
import { readiness, type Verdict } from '../readiness/readiness.ts';
import { lastLines } from './last-lines.ts';
import { createPatience } from './patience.ts';
import { createSteadiness, isOnlyStarted } from './steadiness.ts';
import { watchNamespace } from './surroundings.ts';

/** One object to wait for; a status of an older generation is not believed. */
export interface AwaitedObject {
  readonly ref: ObjectRef;
  readonly generation: number;
}

/** What a wait tells while it lasts. */
export type WaitEvent =
  | { readonly type: 'waiting'; readonly ref: ObjectRef; readonly message: string }
  | { readonly type: 'ready'; readonly ref: ObjectRef; readonly message?: string }
  | { readonly type: 'diagnosis'; readonly ref?: ObjectRef; readonly diagnosis: Diagnosis };

/** An object that did not get ready. */
export interface NotReady {
  readonly ref: ObjectRef;
  readonly verdict: Verdict;
  readonly diagnosis?: Diagnosis;
}

/** What to wait for, and how long. */
export interface WaitOptions {
  readonly cluster: Cluster;
  readonly objects: readonly AwaitedObject[];
  readonly namespace: string;
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
  readonly onEvent: (event: WaitEvent) => void;
}

const WORKLOADS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'Pod']);
const REQUESTS_AT_ONCE = 8;
const TICK_MILLISECONDS = 500;
/** After the first failure, how long its siblings may still show theirs. */
const SIBLINGS_MILLISECONDS = 5000;

const versionOf = ({ group, version }: ObjectRef): string => (group === '' ? version : `${group}/${version}`);

function judge(object: KubeObject | undefined, generation: number): Verdict {
  if (!object) return { state: 'pending', message: 'not there yet' };
  if ((object.metadata.generation ?? 0) < generation)
    return { state: 'pending', message: 'the change is not seen yet' };
  return readiness(object);
}

/** Those that one look finds ready leave at once: an unchanged release costs one GET per object and no watch. */
async function firstLook(o: WaitOptions): Promise<{ ready: ObjectRef[]; pending: AwaitedObject[] }> {
  const found: { ready: ObjectRef[]; pending: AwaitedObject[] } = { ready: [], pending: [] };
  const queue = [...o.objects];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const object = await o.cluster.get(next.ref);
      const verdict = judge(object, next.generation);
      if (verdict.state !== 'ready' || (object && isOnlyStarted(object))) {
        found.pending.push(next);
        continue;
      }
      found.ready.push(next.ref);
      o.onEvent({ type: 'ready', ref: next.ref, message: verdict.message });
    }
  };
  await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, worker));
  return found;
}

/**
 * Waits until every object is ready. Ends early when a diagnosis is terminal: after the siblings had a few seconds to show their
 * own causes. Everything is judged from watch caches.
 *
 * @returns what got ready, and what did not with its root cause; an aborted signal returns what was known
 * @throws ApplyError when the cluster can't be watched
 */
export async function waitReady(o: WaitOptions): Promise<{ ready: readonly ObjectRef[]; failed: readonly NotReady[] }> {
  const first = await firstLook(o);
  if (first.pending.length === 0 || o.signal.aborted) return { ready: first.ready, failed: [] };
  const rest = await new Wait(o, first.pending).run();
  return { ready: [...first.ready, ...rest.ready], failed: rest.failed };
}

/** One wait under way: a class because it holds live watches. */
class Wait {
  readonly #o: WaitOptions;
  readonly #pending: Map<string, AwaitedObject>;
  readonly #ready: ObjectRef[] = [];
  readonly #terminal = new Map<string, { ref: ObjectRef; verdict: Verdict; finding?: Finding }>();
  readonly #told = new Map<string, string>();
  readonly #patience = createPatience(() => performance.now());
  readonly #steadiness = createSteadiness(() => performance.now());
  readonly #stop = new AbortController();
  readonly #deadline: number;
  /** When the siblings of the first failure have had their time. */
  #settled = Infinity;
  #wake: () => void = () => undefined;
  #error: unknown;

  constructor(o: WaitOptions, pending: readonly AwaitedObject[]) {
    this.#o = o;
    this.#pending = new Map(pending.map((awaited) => [refKey(awaited.ref), awaited]));
    this.#deadline = performance.now() + o.timeoutSeconds * 1000;
  }

  async run(): Promise<{ ready: readonly ObjectRef[]; failed: readonly NotReady[] }> {
    const { cluster, namespace, signal } = this.#o;
    const kinds = [...this.#pending.values()]
      .filter(({ ref }) => ref.namespace === namespace)
      .map(({ ref }) => ({ apiVersion: versionOf(ref), kind: ref.kind }));
    const cache = watchNamespace({
      cluster,
      namespace,
      kinds,
      signal: AbortSignal.any([signal, this.#stop.signal]),
      onChange: () => this.#wake(),
      onError: (error) => {
        this.#error ??= error;
        this.#wake();
      },
    });
    try {
      while (this.#pending.size > 0 && !signal.aborted && performance.now() < Math.min(this.#deadline, this.#settled)) {
        await this.#pause();
        if (this.#error !== undefined && !signal.aborted) throw this.#error;
        await this.#look(cache);
      }
      return { ready: this.#ready, failed: signal.aborted ? [] : await this.#failures(cache) };
    } finally {
      this.#stop.abort();
    }
  }

  /** Until something changes, or a tick: graces and the timeout run out without any event. */
  async #pause(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, TICK_MILLISECONDS);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    // A burst of changes is one look.
    await new Promise((resolve) => setTimeout(resolve, 30));
  }

  async #look(cache: ReturnType<typeof watchNamespace>): Promise<void> {
    const around = cache.surroundings();
    for (const [key, { ref, generation }] of this.#pending) {
      const object =
        ref.namespace === this.#o.namespace
          ? cache.object(versionOf(ref), ref.kind, ref.name)
          : await this.#o.cluster.get(ref);
      const verdict = this.#steadiness.hold(key, object, judge(object, generation));
      if (verdict.state === 'ready') {
        this.#pending.delete(key);
        this.#recover(key);
        this.#ready.push(ref);
        this.#o.onEvent({ type: 'ready', ref, message: verdict.message });
        continue;
      }
      if (this.#told.get(key) !== verdict.message) this.#o.onEvent({ type: 'waiting', ref, message: verdict.message });
      this.#told.set(key, verdict.message);
      const findings = object && WORKLOADS.has(ref.kind) ? diagnose(object, around) : [];
      const finding = findings.find((candidate) =>
        this.#patience.isTerminal(key, candidate, this.#othersStarting(key)),
      );
      if (finding || verdict.state === 'failed') this.#fail(key, ref, verdict, finding ?? findings[0]);
      else this.#recover(key);
    }
  }

  /** A StatefulSet (a database, as a rule) is on its way without a failure of its own. */
  #othersStarting(key: string): boolean {
    return [...this.#pending].some(
      ([other, { ref }]) => other !== key && ref.kind === 'StatefulSet' && !this.#terminal.has(other),
    );
  }

  #fail(key: string, ref: ObjectRef, verdict: Verdict, finding: Finding | undefined): void {
    if (this.#terminal.size === 0) this.#settled = performance.now() + SIBLINGS_MILLISECONDS;
    this.#terminal.set(key, { ref, verdict, ...(finding && { finding }) });
    // Nothing else is on its way, and each has its cause: no sibling to wait for.
    const explained = [...this.#terminal.values()].every((failure) => failure.finding !== undefined);
    if (explained && this.#terminal.size === this.#pending.size) this.#settled = performance.now();
  }

  /** What looked final has gone: it counts no more. */
  #recover(key: string): void {
    this.#terminal.delete(key);
    if (this.#terminal.size === 0) this.#settled = Infinity;
  }

  async #failures(cache: ReturnType<typeof watchNamespace>): Promise<readonly NotReady[]> {
    const around = cache.surroundings();
    const failures: NotReady[] = [];
    for (const [key, { ref, generation }] of this.#pending) {
      const watched = ref.namespace === this.#o.namespace;
      const object = watched ? cache.object(versionOf(ref), ref.kind, ref.name) : undefined;
      const last: Verdict = watched
        ? judge(object, generation)
        : { state: 'pending', message: this.#told.get(key) ?? 'not there yet' };
      const verdict = this.#terminal.get(key)?.verdict ?? last;
      if (verdict.state === 'ready') {
        this.#ready.push(ref);
        this.#o.onEvent({ type: 'ready', ref, message: verdict.message });
        continue;
      }
      const suspect = object && WORKLOADS.has(ref.kind) ? diagnose(object, around)[0] : undefined;
      const finding = this.#terminal.get(key)?.finding ?? suspect;
      const diagnosis = finding && (await this.#diagnosis(finding, this.#terminal.has(key)));
      if (diagnosis) this.#o.onEvent({ type: 'diagnosis', ref, diagnosis });
      failures.push({ ref, verdict, ...(diagnosis && { diagnosis }) });
    }
    // Those with a cause of their own come first: they explain the rest.
    return failures.toSorted((a, b) => Number(b.diagnosis?.terminal ?? false) - Number(a.diagnosis?.terminal ?? false));
  }

  async #diagnosis({ code, object, because, fix, log }: Finding, terminal: boolean): Promise<Diagnosis> {
    const logs = log ? await lastLines(this.#o.cluster, { namespace: this.#o.namespace, ...log }) : [];
    return { code, object, because, fix, terminal, ...(logs.length > 0 && { logs }) };
  }
}
