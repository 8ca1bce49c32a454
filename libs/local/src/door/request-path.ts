/** What makes a path another one than it looks like. */
const UNUSUAL = /%|\/\/|\/\./;

/**
 * The path that rules are compared with: decoded, `//` and dot segments resolved, as nginx does, so that no spelling leads past
 * a rule. What is sent on is the request's own. Pure.
 *
 * @param target of a request line: `/path?query`, `http://host/path`
 */
export function requestPath(target: string): string {
  const path = originForm(target).split(/[?#]/, 1)[0] ?? '';
  if (!UNUSUAL.test(path)) return path;
  const kept: string[] = [];
  const segments = decode(path).split('/').slice(1);
  for (const [index, segment] of segments.entries()) {
    const last = index === segments.length - 1;
    if (segment === '..') kept.pop();
    // The last one is kept though empty: it is the slash at the end.
    if (segment === '..' || segment === '.' || segment === '') {
      if (last) kept.push('');
    } else kept.push(segment);
  }
  return `/${kept.join('/')}`;
}

/** A request target without scheme and authority. Pure. @see https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2 */
export function originForm(target: string): string {
  if (target.startsWith('/')) return target;
  const rest = /^[a-z][\w+.-]*:\/\/[^/?#]*(.*)$/i.exec(target)?.[1];
  if (rest === undefined) return target;
  return rest.startsWith('/') ? rest : `/${rest}`;
}

/** The authority in a request target, which then counts instead of the Host header. Pure. */
export function targetAuthority(target: string): string | undefined {
  return target.startsWith('/') ? undefined : /^https?:\/\/([^/?#]*)/i.exec(target)?.[1];
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
