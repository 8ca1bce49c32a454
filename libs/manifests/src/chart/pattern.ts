import { RE2JS } from 're2js';

/** A regular expression as a chart's schema holds it, or what keeps it from meaning the same there. */
export type Pattern =
  | { readonly type: 'portable'; readonly source: string }
  | { readonly type: 'refused'; readonly problem: string; readonly fix: string };

/** One thing in a regular expression that Go lacks or reads in another way. */
interface Trap {
  readonly problem: string;
  readonly fix: string;
}

/**
 * Judges whether a regular expression means the same to JavaScript and, written by `forGo`, to Go's RE2, which Helm runs it
 * with.
 *
 * @see https://github.com/google/re2/wiki/Syntax
 */
export function portablePattern({ source, flags }: RegExp): Pattern {
  const [other] = flags.replaceAll('u', '');
  if (other) return refused(`the flag ${other} does not reach a chart`, 'write it without flags but u');
  const unicode = flags.includes('u');
  for (const { token, rest, inClass } of tokensOf(source)) {
    const trap = trapIn(token, { inClass, rest, unicode });
    if (trap) return refused(trap.problem, trap.fix);
  }
  return compiled(forGo(source));
}

/** The same regular expression for Go: `\u2028` becomes the character itself. */
export function forGo(source: string): string {
  return tokensOf(source)
    .map(({ token }) => literal(token))
    .join('');
}

/**
 * Whether no character beyond U+FFFF can be in a text that matches: JavaScript counts such a character twice, Go once.
 * Says no where it cannot be sure.
 */
export function excludesAstral({ source }: RegExp): boolean {
  let depth = 0;
  for (const { token, inClass } of tokensOf(source)) {
    if (NEGATED.has(token) || (token.codePointAt(0) ?? 0) > 0xffff || token.startsWith(String.raw`\u{`)) return false;
    if (inClass) continue;
    if (token.startsWith('(')) depth += 1;
    if (token === ')') depth -= 1;
    if (token === '|' && depth === 0) return false;
  }
  return source.startsWith('^') && /[^\\]\$$/.test(source);
}

/** What stands for "any character but": it takes in those beyond U+FFFF. */
const NEGATED = new Set(['[^', String.raw`\D`, String.raw`\W`]);

/** An escape with all that belongs to it, the start of a group or of a class, or one character. */
const TOKEN = /\\u\{[^}]*\}|\\u[\da-fA-F]{4}|\\x[\da-fA-F]{2}|\\c[A-Za-z]|\\.|\(\?<?.|\[\^|[\s\S]/gu;

interface Token {
  readonly token: string;
  /** The source behind it. */
  readonly rest: string;
  readonly inClass: boolean;
}

function tokensOf(source: string): readonly Token[] {
  let inClass = false;
  return [...source.matchAll(TOKEN)].map(({ 0: token, index }) => {
    const at = { token, rest: source.slice(index + token.length), inClass };
    if (token.startsWith('[')) inClass = true;
    if (token === ']') inClass = false;
    return at;
  });
}

interface Place {
  readonly inClass: boolean;
  /** The source behind the token. */
  readonly rest: string;
  readonly unicode: boolean;
}

function trapIn(token: string, place: Place): Trap | undefined {
  if (token.startsWith('\\')) return trapInEscape(token, place);
  if (place.inClass) return trapInClass(token, place);
  if (token === '.') return { problem: '"." leaves out other line ends in Go', fix: 'name the characters in a class' };
  if (token.startsWith('(?') && token !== '(?:') {
    return { problem: `Go has no ${token}…), or reads it otherwise`, fix: 'use plain groups: (…) or (?:…)' };
  }
  if (token.startsWith('[')) return trapInClassStart(token, place);
  return trapInCharacter(token, place) ?? trapInNegation(token, place);
}

function trapInClass(token: string, place: Place): Trap | undefined {
  if (token.startsWith('[') && /^[:=.]/.test(place.rest)) {
    return { problem: `${token}${place.rest[0]} in a class has a meaning of its own in Go`, fix: 'escape the "["' };
  }
  return trapInCharacter(token, place);
}

function trapInClassStart(token: string, place: Place): Trap | undefined {
  if (place.rest.startsWith(']')) return { problem: 'an empty class is none in Go', fix: 'name the characters' };
  return trapInNegation(token, place);
}

/** Without the flag u, JavaScript sees a character beyond U+FFFF as two. */
function trapInCharacter(token: string, { unicode }: Place): Trap | undefined {
  if (unicode || (token.codePointAt(0) ?? 0) <= 0xffff) return undefined;
  return { problem: `${token} is two characters without the flag u`, fix: 'add the flag u' };
}

function trapInNegation(token: string, { unicode, rest, inClass }: Place): Trap | undefined {
  if (unicode || !NEGATED.has(token)) return undefined;
  const behind = token === '[^' ? rest.replace(/^(?:\\.|[^\]\\])*\]/, '') : rest;
  if (!inClass && /^[*+](?!\?)/.test(behind)) return undefined;
  return { problem: `${token} takes half of a character beyond U+FFFF`, fix: 'add the flag u, or repeat it by + or *' };
}

/** Escapes that mean the same to both. */
const SAME = /^\\(?:[dwDWbBtnrfv]|x[\da-fA-F]{2}|u[\da-fA-F]{4}|u\{[\da-fA-F]+\}|[^\w\s])$/;

function trapInEscape(token: string, place: Place): Trap | undefined {
  if (/^\\[1-9]/.test(token)) return { problem: `Go has no back reference ${token}`, fix: 'say it without' };
  if (!SAME.test(token) || (place.inClass && /^\\[bB]/.test(token))) {
    return { problem: `${token} means something else in Go, or nothing`, fix: 'name the characters in a class' };
  }
  if (/^\\u[dD][89a-fA-F]/.test(token)) {
    return {
      problem: `${token} is half of a character`,
      fix: String.raw`write the whole one as \u{…} with the flag u`,
    };
  }
  if (!place.unicode && token.startsWith(String.raw`\u{`))
    return { problem: `${token} needs the flag u`, fix: 'add it' };
  return trapInNegation(token, place);
}

/** `\u2028` as the character itself, escaped where it would be syntax. */
function literal(token: string): string {
  const hex = /^\\u\{?(?<hex>[\da-fA-F]+)\}?$/.exec(token)?.groups?.['hex'];
  if (hex === undefined) return token;
  const char = String.fromCodePoint(Number.parseInt(hex, 16));
  return /[\^$\\.*+?()[\]{}|/-]/.test(char) ? `\\${char}` : char;
}

function compiled(source: string): Pattern {
  try {
    RE2JS.compile(source);
    return { type: 'portable', source };
  } catch (error) {
    return refused(`RE2 cannot compile it: ${(error as Error).message}`, 'say it with what RE2 has');
  }
}

function refused(problem: string, fix: string): Pattern {
  return { type: 'refused', problem, fix };
}
