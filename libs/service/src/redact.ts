/** What stands before the host of a URL; addresses of people; tokens: `eyJ` begins every JSON object in base64. */
const PERSONAL = /\/\/[^\s/"@]+@|[\w.+%-]+@[\w-]+(?:\.[\w-]+)+|\beyJ[\w-]+(?:\.[\w-]*){1,2}|\bBearer\s+[^\s"\\]+/g;

/**
 * Takes out of a text what must not be in a log, whoever wrote it. The last line of defence behind callers who leave such
 * things out, for messages of libraries.
 */
export function redact(text: string): string {
  return text.replace(PERSONAL, replacement);
}

function replacement(found: string): string {
  if (found.startsWith('//')) return '//[secret]@';
  return found.includes('@') ? '[address]' : '[token]';
}

/** Between quotes these errors repeat what a person sent: a value that does not parse. */
const QUOTED = /"(?:[^"\\]|\\.)*"/gs;
/** SQLSTATE class 22, data exceptions. @see https://www.postgresql.org/docs/18/errcodes-appendix.html */
const DATA_EXCEPTION = /^22[\dA-Z]{3}$/;

/** The message of an error, as far as it may be logged. */
export function reasonOf(error: Error & { readonly code?: unknown }): string {
  // drizzle puts the query's parameters behind the query, and the reason into the cause.
  if (error.message.startsWith('Failed query:'))
    return error.cause instanceof Error ? reasonOf(error.cause) : 'a query failed';
  const repeats = error instanceof SyntaxError || DATA_EXCEPTION.test(String(error.code));
  return redact(repeats ? error.message.replace(QUOTED, '"…"') : error.message);
}
