import type pg from 'pg';

import { noteOutage } from './outage.ts';

/** What better-auth uses of a pool. */
export interface WatchedPool {
  connect(): Promise<WatchedConnection>;
  end(): Promise<void>;
}

interface WatchedConnection {
  query(text: string, values: readonly unknown[]): Promise<pg.QueryResult>;
  release(): void;
}

/** A pool whose failures are noted for `failOnOutage`, and which gives up a connection that did not answer in time. */
export function watchedPool(pool: pg.Pool): WatchedPool {
  return {
    async connect() {
      const client = await noting(pool.connect());
      let broken = false;
      const query = (text: string, values: readonly unknown[]): Promise<pg.QueryResult> =>
        noting(client.query(text, [...values]), () => (broken = true));
      return { query, release: () => client.release(broken) };
    },
    end: () => pool.end(),
  };
}

async function noting<T>(result: Promise<T>, onOutage?: () => void): Promise<T> {
  try {
    return await result;
  } catch (error) {
    if (noteOutage(error)) onOutage?.();
    throw error;
  }
}
