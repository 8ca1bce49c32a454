import { useEffect, useState } from 'react';

/** The browser's zone; at first what the server knows of it, so that both render the same. A new one is told to the server. */
export function useTimeZone(initial: string): string {
  const [timeZone, setTimeZone] = useState(initial);
  useEffect(() => {
    const { timeZone: own } = new Intl.DateTimeFormat().resolvedOptions();
    if (own === initial) return;
    setTimeZone(own);
    const body = new URLSearchParams({ time_zone: own });
    // Without it the next first paint has the old zone for a moment: no more.
    void fetch('/preferences', { method: 'POST', body, redirect: 'manual' }).catch(() => {});
  }, [initial]);
  return timeZone;
}
