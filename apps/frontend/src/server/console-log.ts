import { format, stripVTControlCharacters } from 'node:util';

import type { Logger } from '@todo/service';

const LEVEL_OF = { debug: 'debug', log: 'info', info: 'info', warn: 'warn', error: 'error' } as const;

/**
 * Next says the first at each start. The second is what better-auth's router makes of an error, with all its properties: Postgres
 * puts the row into them; src/account/server/accounts-log.ts tells the rest.
 */
const NOISE = /Running next\.config|^# SERVER_ERROR/;

/** Next and React write to the console; this makes each of their messages one line of JSON, too. */
export function routeConsole(console: Console, logger: Logger): void {
  for (const [method, level] of Object.entries(LEVEL_OF)) {
    Reflect.set(console, method, (...values: unknown[]) => {
      const message = stripVTControlCharacters(format(...values)).trim();
      if (message !== '' && !NOISE.test(message)) logger[level](message);
    });
  }
}
