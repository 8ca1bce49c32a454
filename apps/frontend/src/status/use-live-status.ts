import { useEffect, useState } from 'react';

import { PARTS } from './status.ts';
import type { Status } from './status.ts';

const INTERVAL_MS = 3000;
const TIMEOUT_MS = 5000;

/** What is known now. */
export interface LiveStatus {
  readonly status: Status;
  /** When the server gave `status`; ISO 8601. */
  readonly time: string;
  /** False when the last question to the server got no answer. */
  readonly connected: boolean;
}

/** Starts from what the server rendered and asks `/status` every 3 s, not while the page is hidden. */
export function useLiveStatus(initial: Status, initialTime: string): LiveStatus {
  const [live, setLive] = useState<LiveStatus>({ status: initial, time: initialTime, connected: true });
  useEffect(() => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;

    async function refresh(): Promise<void> {
      const status = document.hidden ? 'hidden' : await fetchStatus(stop.signal);
      if (stop.signal.aborted) return;
      if (status === undefined) setLive((before) => ({ ...before, connected: false }));
      else if (status !== 'hidden') setLive({ status, time: new Date().toISOString(), connected: true });
      schedule();
    }
    function schedule(): void {
      clearTimeout(timer);
      timer = setTimeout(() => void refresh(), INTERVAL_MS);
    }

    schedule();
    return (): void => {
      clearTimeout(timer);
      stop.abort();
    };
  }, []);
  return live;
}

/** 503 with a body is an answer too; undefined when there is none. */
async function fetchStatus(stop: AbortSignal): Promise<Status | undefined> {
  try {
    const signal = AbortSignal.any([stop, AbortSignal.timeout(TIMEOUT_MS)]);
    const response = await fetch('/status', { signal, cache: 'no-store' });
    const body: unknown = await response.json();
    return isStatus(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

/** An ingress without a pod to send to answers with a page of its own. */
function isStatus(body: unknown): body is Status {
  if (typeof body !== 'object' || body === null) return false;
  return PARTS.every((part) => typeof Reflect.get(body, part)?.status === 'string');
}
