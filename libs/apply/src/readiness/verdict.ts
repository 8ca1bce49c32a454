/** Our judgement of one object: go on waiting, stop now, or done. `message` is one clause for the report. */
export interface Verdict {
  readonly state: 'ready' | 'pending' | 'failed';
  readonly message: string;
}

/** Done. */
export function ready(message: string): Verdict {
  return { state: 'ready', message };
}

/** Not yet. */
export function pending(message: string): Verdict {
  return { state: 'pending', message };
}

/** It will not become ready by itself. */
export function failed(message: string): Verdict {
  return { state: 'failed', message };
}
