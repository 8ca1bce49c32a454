/** A word that a developer chose for a route or a file: ids, tokens, numbers and what people write look different. */
const WORD = /^[a-z][a-z.-]{0,23}$/;
/** What may follow `/api/` besides the id of a user. */
const API = new Set(['auth', 'status', 'docs', 'openapi.json']);
/** Files with a digest in their names: as many as there are, they are one route. */
const STATIC = '/_next/static/';

/** The path of a request, as far as it may be told: with `*` in the place of everything that could say who wants what. */
export function toldPath(path: string): string {
  if (path.startsWith(STATIC)) return `${STATIC}*`;
  const segments = path.split('/').slice(1);
  const told = segments.map((segment, index) => {
    if (index === 0 && segment === '_next') return segment;
    const known = index === 1 && segments[0] === 'api' ? API.has(segment) : WORD.test(segment);
    return segment === '' || known ? segment : '*';
  });
  return `/${told.join('/')}`;
}
