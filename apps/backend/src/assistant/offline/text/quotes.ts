/** A part of a text between quotation marks; both marks belong to it, `end` is behind the closing one. */
export interface QuoteSpan {
  readonly start: number;
  readonly end: number;
}

const CLOSING: Readonly<Record<string, string>> = { '"': '"', '“': '”', '„': '“', '«': '»', '`': '`' };
const SINGLE_CLOSING = /\S['’](?=$|[\s.,;:!?)])/gu;

/**
 * Finds what stands between quotation marks: no separator, date or tag is looked for in there. An apostrophe is no mark: a
 * single mark opens at the start of a word and closes at the end of one. Looks at every character a bounded number of times.
 */
function quoteSpans(text: string): readonly QuoteSpan[] {
  const spans: QuoteSpan[] = [];
  const unclosed = new Set<string>();
  for (let at = 0; at < text.length; at++) {
    const mark = text.charAt(at);
    const single = mark === "'" || mark === '‘';
    if (unclosed.has(mark) || !(single ? opensWord(text, at) : mark in CLOSING)) continue;
    const close = single ? closingSingle(text, at) : text.indexOf(CLOSING[mark] ?? mark, at + 1);
    if (close < 0) {
      unclosed.add(mark);
      continue;
    }
    spans.push({ start: at, end: close + 1 });
    at = close;
  }
  return spans;
}

function opensWord(text: string, at: number): boolean {
  return (at === 0 || /[\s(:,]/u.test(text.charAt(at - 1))) && /\S/u.test(text.charAt(at + 1));
}

function closingSingle(text: string, open: number): number {
  SINGLE_CLOSING.lastIndex = open + 1;
  const found = SINGLE_CLOSING.exec(text);
  return found ? found.index + found[0].length - 1 : -1;
}

/** Stands in for every quoted character: it is no letter, no digit, no space and no punctuation that a pattern asks for. */
const COVER = '\u{e000}';

/** The text with everything quoted covered up, at the same length: positions in it are positions in the text. */
export function cover(text: string): string {
  let covered = '';
  let from = 0;
  for (const { start, end } of quoteSpans(text)) {
    covered += text.slice(from, start) + COVER.repeat(end - start);
    from = end;
  }
  return covered + text.slice(from);
}

/** One space between words and none around them, except where something is quoted; line breaks stay. */
export function collapseSpaces(text: string): string {
  let collapsed = '';
  let from = 0;
  const squeeze = (part: string): string => part.replaceAll(/[^\S\n]+/gu, ' ').replaceAll(/ ?\n[\n ]*/gu, '\n');
  for (const { start, end } of quoteSpans(text)) {
    collapsed += squeeze(text.slice(from, start)) + text.slice(start, end);
    from = end;
  }
  return (collapsed + squeeze(text.slice(from))).trim();
}

/** What the text says between its marks, verbatim, when all of it is quoted; undefined otherwise. */
export function unquote(text: string): string | undefined {
  const first = text.charAt(0);
  const last = text.charAt(text.length - 1);
  if (text.length < 3) return undefined;
  const closes = first === "'" || first === '‘' ? last === "'" || last === '’' : last === CLOSING[first];
  const inner = text.slice(1, -1);
  return closes && inner.trim() !== '' ? inner : undefined;
}

/** A text that begins with something quoted: what is in the marks, verbatim, and what follows. */
export function leadingQuote(text: string): { readonly quoted: string; readonly rest: string } | undefined {
  const [span] = quoteSpans(text);
  if (!span || span.start !== 0) return undefined;
  const quoted = unquote(text.slice(0, span.end));
  return quoted === undefined ? undefined : { quoted, rest: text.slice(span.end).trim() };
}
