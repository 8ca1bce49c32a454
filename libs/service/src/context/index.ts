export { runInRequest } from './request-context.ts';
export { REQUEST_ID_HEADER, requestIdOf } from './request-id.ts';
export { withSpan } from './span.ts';
export { tracedFetch } from './traced-fetch.ts';
