import { useEffect } from 'react';

import { useOnline } from '../chat/online.ts';

/** Whether what we ask is answered: `offline` says the browser, `unreachable` a request that nobody answered. */
export type Connection = 'fine' | 'offline' | 'unreachable';

const RETRY_MS = 4000;

/** The state of the connection. While nobody answers, `retry` is called now and then; and when the network is back, once. */
export function useConnection(answered: boolean, retry: () => void): Connection {
  const online = useOnline();
  const connection = !online ? 'offline' : answered ? 'fine' : 'unreachable';
  useEffect(() => {
    if (connection !== 'unreachable') return undefined;
    const timer = setInterval(() => document.hidden || retry(), RETRY_MS);
    return (): void => clearInterval(timer);
  }, [connection, retry]);
  useEffect(() => {
    window.addEventListener('online', retry);
    return (): void => window.removeEventListener('online', retry);
  }, [retry]);
  return connection;
}
