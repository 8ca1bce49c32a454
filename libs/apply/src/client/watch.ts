import type { IncomingMessage } from 'node:http';
import type { KubeObject } from '@nx-kube/kube';
import { ApplyError } from '../error.ts';
import { isObject, stringAt } from '../json.ts';
import { pause } from '../run/pause.ts';
import type { WatchEvent } from './cluster.ts';
import { linesOf } from './ndjson.ts';

/** How a watch reaches the server. */
export interface WatchSource {
  list(): Promise<{ readonly items: readonly KubeObject[]; readonly resourceVersion: string }>;
  /** Begins a watch after a version. */
  open(resourceVersion: string): Promise<IncomingMessage>;
}

const inactivityMs = 90_000; // bookmarks come every minute
const pollMs = 2000;

/** Why a stream ended: `again` resumes, `relist` begins with a list. */
type Ending = 'again' | 'relist';

/**
 * Watches until the signal aborts: resumes after a clean end, a broken line or silence; lists again after 410, telling
 * only what is different. Where watching is forbidden it lists every 2 s.
 *
 * @throws ApplyError when listing is refused, or the server stays away
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
 */
export async function* watchObjects(
  source: WatchSource,
  o: { readonly resourceVersion?: string; readonly signal: AbortSignal },
): AsyncGenerator<WatchEvent> {
  const { signal } = o;
  const known = new Map<string, KubeObject>();
  let version = o.resourceVersion;
  for (let quickEnds = 0; !signal.aborted;) {
    try {
      if (version === undefined) {
        const { items, resourceVersion } = await source.list();
        yield* differences(known, items);
        yield syncedAt(resourceVersion);
        version = resourceVersion;
      }
      const begun = performance.now();
      const stream = await source.open(version);
      const events = follow(stream, known);
      let ending: Ending = 'again';
      for (;;) {
        const { value, done } = await events.next();
        if (done) {
          ending = value;
          break;
        }
        version = value.object.metadata.resourceVersion ?? version;
        yield value;
      }
      if (ending === 'relist') version = undefined;
      quickEnds = performance.now() - begun < 1000 ? quickEnds + 1 : 0;
      if (quickEnds > 0) await pause(Math.min(200 * 2 ** quickEnds, 10_000), signal);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ApplyError)) throw error;
      if (error.status === 410) version = undefined;
      else if (error.status === 403 && version !== undefined) {
        version = undefined;
        await pause(pollMs, signal);
      } else throw error;
    }
  }
}

/** Yields the events of one stream; returns how to go on. Never throws for a stream that breaks. */
async function* follow(stream: IncomingMessage, known: Map<string, KubeObject>): AsyncGenerator<WatchEvent, Ending> {
  const watchdog = setTimeout(() => stream.destroy(), inactivityMs);
  try {
    for await (const line of linesOf(stream)) {
      watchdog.refresh();
      const event = parsed(line);
      if (!event) return 'again';
      if (event.type === 'ERROR') return isGone(event.object) ? 'relist' : 'again';
      const object = event.object as KubeObject;
      if (event.type === 'DELETED') known.delete(keyOf(object));
      else if (event.type !== 'BOOKMARK') known.set(keyOf(object), object);
      yield { type: event.type as WatchEvent['type'], object };
    }
  } catch {
    return 'again';
  } finally {
    clearTimeout(watchdog);
    stream.destroy();
  }
  return 'again';
}

function parsed(line: string): { readonly type: string; readonly object: unknown } | undefined {
  try {
    const event: unknown = JSON.parse(line);
    const type = stringAt(event, 'type');
    return isObject(event) && type !== undefined ? { type, object: event['object'] } : undefined;
  } catch {
    return undefined;
  }
}

function isGone(status: unknown): boolean {
  return isObject(status) && (status['code'] === 410 || status['reason'] === 'Expired' || status['reason'] === 'Gone');
}

/** What a list says beyond what is known. */
function* differences(known: Map<string, KubeObject>, items: readonly KubeObject[]): Generator<WatchEvent> {
  const listed = new Set(items.map((object) => keyOf(object)));
  for (const [key, object] of known) {
    if (listed.has(key)) continue;
    known.delete(key);
    yield { type: 'DELETED', object };
  }
  for (const object of items) {
    const before = known.get(keyOf(object));
    if (before?.metadata.resourceVersion === object.metadata.resourceVersion && before) continue;
    known.set(keyOf(object), object);
    yield { type: before ? 'MODIFIED' : 'ADDED', object };
  }
}

function keyOf(object: KubeObject): string {
  return object.metadata.uid ?? `${object.metadata.namespace}/${object.metadata.name}`;
}

function syncedAt(resourceVersion: string): WatchEvent {
  return { type: 'SYNCED', object: { apiVersion: '', kind: '', metadata: { name: '', resourceVersion } } };
}
