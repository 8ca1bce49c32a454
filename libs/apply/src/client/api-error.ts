import { ApplyError, type ApplyErrorCode } from '../error.ts';
import { listAt, stringAt } from '../json.ts';

/** An answer that is no success, and what was asked. */
export interface RefusedRequest {
  /** What we were doing, as a clause: `apply Deployment todo/backend`. */
  readonly doing: string;
  readonly status: number;
  /** The parsed answer, a `Status` as a rule. */
  readonly body: unknown;
  /** The object is a Secret: its values, which the server echoes, must not get into a message. */
  readonly secret?: boolean;
}

/**
 * Turns an answer of the API server into an error. Pure.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/
 */
export function apiError(request: RefusedRequest): ApplyError {
  const { doing, status, body } = request;
  const message = stringAt(body, 'message') ?? (typeof body === 'string' && body !== '' ? body : `HTTP ${status}`);
  const because = request.secret ? withoutValues(message, body) : message;
  const code = codeOf(status, body, message);
  return new ApplyError(code, { doing, because, fix: fixes[code] ?? 'see what the API server says', status, body });
}

const fixes: Partial<Record<ApplyErrorCode, string>> = {
  UNAUTHORIZED: 'log in to the cluster again: the credentials of this context are not accepted',
  FORBIDDEN: 'ask for a role that allows it, or use another context',
  NOT_FOUND: 'check the name and the namespace',
  ALREADY_EXISTS: 'run again: what is there is then found',
  CONFLICT: 'run again: someone else changed it in between',
  FIELD_CONFLICT: 'drop the field from the stack, or take it over with --force-conflicts',
  INVALID: 'correct the field that is named',
  TOO_LARGE: 'make the object smaller: etcd takes 1.5 MiB, a ConfigMap or Secret 1 MiB',
  WEBHOOK_DOWN: 'wait until the pods behind that webhook are ready, then run again',
  THROTTLED: 'run again in a minute: the API server is overloaded',
  API_FAILED: 'look at the API server (minikube logs), then run again',
};

function codeOf(status: number, body: unknown, message: string): ApplyErrorCode {
  if (/failed calling (admission )?webhook|conversion webhook for/.test(message) && status >= 500)
    return 'WEBHOOK_DOWN';
  // A field that the schema does not know is answered with 500 by server-side apply.
  if (/failed to create typed patch object|field not declared in schema/.test(message)) return 'INVALID';
  switch (status) {
    case 400:
    case 422:
      return 'INVALID';
    case 401:
      return 'UNAUTHORIZED';
    case 403:
      return 'FORBIDDEN';
    case 404:
      return 'NOT_FOUND';
    case 409:
      return conflictCode(body);
    case 413:
      return 'TOO_LARGE';
    case 429:
      return 'THROTTLED';
    default:
      return status >= 500 ? 'API_FAILED' : 'UNEXPECTED_ANSWER';
  }
}

function conflictCode(body: unknown): ApplyErrorCode {
  if (stringAt(body, 'reason') === 'AlreadyExists') return 'ALREADY_EXISTS';
  const causes = listAt(body, 'details', 'causes');
  return causes.some((cause) => cause['reason'] === 'FieldManagerConflict') ? 'FIELD_CONFLICT' : 'CONFLICT';
}

/** Sentences of the server that never quote a value. */
const harmless =
  /failed calling (admission )?webhook|conversion webhook for|field not declared in schema|illegal base64|(not found|already exists|the object has been modified|is forbidden)/;

/** Keeps the fields and the kinds of mistakes, drops every sentence that may quote a value. */
function withoutValues(message: string, body: unknown): string {
  if (harmless.test(message) && !/invalid value/i.test(message)) return message;
  const causes = listAt(body, 'details', 'causes').map(
    (cause) => `${stringAt(cause, 'field') ?? ''}: ${stringAt(cause, 'reason') ?? 'refused'}`,
  );
  if (causes.length > 0) return causes.join('; ');
  return `the API server refused it (${stringAt(body, 'reason') ?? 'no reason'}); its words are left out, as they may quote the secret`;
}
