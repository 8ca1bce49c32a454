/** Texts by name: what `ENV` and `ARG` have set so far. */
export type Variables = Readonly<Record<string, string>>;

/**
 * Fills in `$NAME`, `${NAME}`, `${NAME:-else}` and `${NAME:+instead}` as Docker does; what nobody set is empty. Pure.
 *
 * @see https://docs.docker.com/reference/dockerfile/#environment-replacement
 */
export function expand(text: string, variables: Variables): string {
  const pattern = /\\\$|\$(?:(\w+)|\{(\w+)(?::([-+])([^}]*))?\})/g;
  return text.replace(pattern, (all, plain?: string, braced?: string, sign?: string, other = '') => {
    if (all === '\\$') return '$';
    const value = variables[plain ?? braced ?? ''] ?? '';
    if (sign === '-') return value === '' ? other : value;
    if (sign === '+') return value === '' ? '' : other;
    return value;
  });
}

/** Splits at spaces that are neither quoted nor escaped, and takes quotes and backslashes away. Variables in single quotes stay as they are. */
export function words(text: string, variables: Variables = {}): readonly string[] {
  const found: string[] = [];
  for (const [word] of text.matchAll(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/gs)) {
    found.push(
      word.replaceAll(/"((?:\\.|[^"\\])*)"|'([^']*)'|(\\\$|\\.|[^"'\\]+)/gs, (_, double, single, bare) => {
        if (single !== undefined) return single as string;
        if (double !== undefined) return expand(String(double).replaceAll(/\\(["\\])/g, '$1'), variables);
        const plain = String(bare);
        return plain.startsWith('\\') ? plain.slice(1) : expand(plain, variables);
      }),
    );
  }
  return found;
}

/** The exec form, `["node", "main.mjs"]`; undefined for the shell form. */
export function execForm(text: string): readonly string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every((item) => typeof item === 'string') ? list : undefined;
  } catch {
    return undefined;
  }
}
