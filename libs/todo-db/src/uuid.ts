const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text that came from outside is an id at all; Postgres refuses a statement with another one. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
