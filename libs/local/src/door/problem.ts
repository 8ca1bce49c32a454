/** Why the door answers itself. */
export type DoorProblem =
  | { readonly type: 'request'; readonly because: string }
  | { readonly type: 'method'; readonly method: string }
  | { readonly type: 'host'; readonly host: string; readonly urls: readonly string[] }
  | { readonly type: 'path'; readonly path: string }
  /** The Ingress names a Service that this run does not have. */
  | { readonly type: 'absent'; readonly service: string }
  /** Nothing of it is ready, and nothing ever was. */
  | { readonly type: 'starting'; readonly service: string; readonly because?: string | undefined }
  /** Nothing of it is ready any more. */
  | { readonly type: 'unready'; readonly service: string; readonly because?: string | undefined }
  | { readonly type: 'gateway'; readonly service: string; readonly because: string }
  /** The stack itself: nobody has said yet where paths lead. */
  | { readonly type: 'opening' }
  | { readonly type: 'closing' };

/** What is said about it: clauses for a person, and what the protocol needs. */
export interface ProblemText {
  readonly status: number;
  readonly title: string;
  readonly because: string;
  readonly fix: string;
  /** Whether to ask again by itself, in seconds. */
  readonly retrySeconds?: number;
}

/** Puts a problem into words. Pure. */
export function problemText(problem: DoorProblem): ProblemText {
  switch (problem.type) {
    case 'request':
      return { status: 400, title: 'Bad request', because: problem.because, fix: 'Send it as HTTP/1.1 asks.' };
    case 'method':
      return {
        status: 405,
        title: 'Method not allowed',
        because: `The front door does not pass on ${problem.method}.`,
        fix: 'Use another method.',
      };
    case 'host':
      return {
        status: 421,
        title: 'Unknown host',
        because: problem.host === '' ? 'The request names no host.' : `Nothing is served for "${problem.host}" here.`,
        fix: `Open it as ${problem.urls.slice(0, 2).join(' or ')}.`,
      };
    case 'path':
      return {
        status: 404,
        title: 'No route',
        because: `No rule of the Ingress leads ${problem.path} anywhere.`,
        fix: 'Add the path to the Ingress of the stack, or open /.',
      };
    case 'absent':
      return {
        status: 503,
        title: `${problem.service} is not part of this run`,
        because: `The Ingress leads to Service ${problem.service}, and this run was started without it.`,
        fix: 'Start the stack without --only, or with this name in it.',
      };
    case 'starting':
      return {
        status: 503,
        title: `${problem.service} is starting`,
        because: sentence(problem.because ?? `no process of Service ${problem.service} is ready yet`),
        fix: 'This page asks again by itself.',
        retrySeconds: 1,
      };
    case 'unready':
      return {
        status: 503,
        title: `${problem.service} is not ready`,
        because: sentence(problem.because ?? `no process of Service ${problem.service} is ready at the moment`),
        fix: `See its log: nx-kube logs ${problem.service}`,
        retrySeconds: 2,
      };
    case 'gateway':
      return {
        status: 502,
        title: `${problem.service} gave no answer`,
        because: sentence(problem.because),
        fix: `See its log: nx-kube logs ${problem.service}`,
      };
    case 'opening':
      return {
        status: 503,
        title: 'The stack is starting',
        because: 'It is not known yet where paths lead.',
        fix: 'This page asks again by itself.',
        retrySeconds: 1,
      };
    case 'closing':
      return {
        status: 503,
        title: 'The stack is stopping',
        because: 'The run on this machine ends.',
        fix: 'Start it again: npm start',
      };
    default:
      return problem satisfies never;
  }
}

function sentence(clause: string): string {
  const text = clause.trim();
  // The name of a process stays as it is written.
  const first = /^[a-z]+\s/.test(text) ? `${text.charAt(0).toUpperCase()}${text.slice(1)}` : text;
  return `${first}${/[.!?]$/.test(text) ? '' : '.'}`;
}
