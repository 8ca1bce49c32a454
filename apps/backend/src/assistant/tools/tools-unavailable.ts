/** The MCP server can't be asked now; `cause` says why, for the log. */
export class ToolsUnavailable extends Error {
  override readonly name = 'ToolsUnavailable';

  constructor(cause: unknown) {
    super('the MCP server does not answer', { cause });
  }
}

/** What of a network failure proves that the request never reached the server, so that it may be sent again. */
const NEVER_ARRIVED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/** Whether a failed call never reached the server: any tool may then be tried again. */
export function neverArrived(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const errors = at instanceof AggregateError ? at.errors : [at];
    if (errors.some((e) => e instanceof Error && 'code' in e && NEVER_ARRIVED.has(String(e.code)))) return true;
  }
  return false;
}
