import pg from 'pg';

/** A statement as it went to the server. */
export interface Sent {
  readonly text: string;
  readonly values: readonly unknown[];
}

type Query = (this: pg.Client, ...given: unknown[]) => unknown;

const TRANSACTIONS = /^(BEGIN|COMMIT|ROLLBACK)\b/;

/**
 * Everything that goes to any server while `work` runs, but for what begins and ends transactions. It is sent all the same.
 * One at a time: this listens in on every connection of the process.
 */
export async function recorded(work: () => Promise<unknown>): Promise<readonly Sent[]> {
  const sent: Sent[] = [];
  const own = Object.getOwnPropertyDescriptor(pg.Client.prototype, 'query');
  if (!own) throw new Error('the clients of pg have no method query of their own');
  const query = own.value as Query;
  const listening: Query = function listening(...given) {
    const statement = statementOf(given);
    if (!TRANSACTIONS.test(statement.text)) sent.push(statement);
    return query.apply(this, given);
  };
  Object.defineProperty(pg.Client.prototype, 'query', { ...own, value: listening });
  try {
    await work();
  } finally {
    Object.defineProperty(pg.Client.prototype, 'query', own);
  }
  return sent;
}

/** `query` takes a text or an object with it, and the values in the object or behind it. */
function statementOf([statement, values]: readonly unknown[]): Sent {
  if (typeof statement === 'string') return { text: statement, values: Array.isArray(values) ? values : [] };
  const config = statement as pg.QueryConfig<unknown[]>;
  return { text: config.text, values: Array.isArray(values) ? values : (config.values ?? []) };
}
