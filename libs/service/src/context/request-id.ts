import { randomUUID } from 'node:crypto';

/** The header that carries a request's id from service to service, and back to the caller. */
export const REQUEST_ID_HEADER = 'x-request-id';

const ID = /^[\w-]{8,64}$/;

/** The id that the caller brought, if it is one, else a new one. */
export function requestIdOf(given: string | null | undefined): string {
  return given && ID.test(given) ? given : randomUUID();
}
