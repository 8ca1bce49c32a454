import { AsyncLocalStorage } from 'node:async_hooks';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import { built, driven } from './driven.ts';

/** The transaction that the present call belongs to. */
export interface Transaction {
  readonly client: pg.PoolClient;
  readonly orm: NodePgDatabase;
}

/** The transactions of one pool. */
export interface Transactions {
  /** undefined outside of every transaction, and for what a transaction has left running behind it. */
  current(): Transaction | undefined;
  begin<T>(work: (orm: NodePgDatabase) => Promise<T>): Promise<T>;
}

/** The server ends by itself what we no longer wait for, and gives up its locks; a pooler lets no session setting through. */
const BEGIN = "BEGIN; SET LOCAL statement_timeout = '2s'; SET LOCAL idle_in_transaction_session_timeout = '5s'";

/** Transactions that follow the calls of their work, so that stores take part without knowing. */
export function createTransactions(pool: pg.Pool): Transactions {
  const open = new Set<Transaction>();
  const calls = new AsyncLocalStorage<Transaction>();
  const current = (): Transaction | undefined => {
    const transaction = calls.getStore();
    return transaction && open.has(transaction) ? transaction : undefined;
  };
  return {
    current,
    async begin(work) {
      const outer = current();
      if (outer) return built(work(outer.orm));
      const client = await driven(pool.connect());
      // A connection that breaks between two statements would end the process; the next statement says it too.
      client.on('error', ignore);
      const transaction = { client, orm: drizzle({ client }) };
      open.add(transaction);
      let broken = true;
      try {
        await driven(client.query(BEGIN));
        const result = await built(calls.run(transaction, () => work(transaction.orm)));
        open.delete(transaction);
        await driven(client.query('COMMIT'));
        broken = false;
        return result;
      } catch (error) {
        open.delete(transaction);
        // A connection that can't even roll back must not go back to the pool.
        broken = await client.query('ROLLBACK').then(
          () => false,
          () => true,
        );
        throw error;
      } finally {
        client.off('error', ignore);
        client.release(broken);
      }
    },
  };
}

function ignore(): void {}
