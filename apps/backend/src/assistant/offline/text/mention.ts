import { unquote } from './quotes.ts';

/** A task as the words name it, before the conversation says which one "that" is. */
export type Mention =
  | { readonly by: 'number'; readonly number: number }
  | { readonly by: 'title'; readonly title: string; readonly whole: boolean }
  | { readonly by: 'last' }
  /** From 1; -1 is the last one. */
  | { readonly by: 'position'; readonly position: number };

const NOUN = String.raw`(?:task|item|to-?do|reminder|entry)`;
const NUMBERS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];

const NUMBER = new RegExp(
  String.raw`^(?:the |my )?(?:${NOUN} )?(?:number |no\.? ?|nr\.? ?|id |with (?:the )?(?:id|number) )?#? ?(\d{1,9})$`,
  'iu',
);
const WORD_NUMBER = new RegExp(String.raw`^(?:${NOUN}|number|task number) (${NUMBERS.join('|')})$`, 'iu');
const POSITION = new RegExp(
  String.raw`^(?:the |my )?(?:(${ORDINALS.join('|')}|last|latest|final)|(\d{1,2})(?:st|nd|rd|th))(?: (?:${NOUN}|one))?(?: (?:on|in|of|from) (?:the|my|that) list| of (?:them|those|these))?$`,
  'iu',
);
const LAST = new RegExp(String.raw`^(?:that|this|it|the same|the)(?: (?:same )?(?:${NOUN}|one))?(?: again)?$`, 'iu');
const NAMED = new RegExp(
  String.raw`^(?:the |my |that |this )?(?:${NOUN}|one) (called|named|titled|about|for|with|to|that says|saying|:)? ?(.+)$`,
  'iu',
);
const WITH_NOUN = new RegExp(String.raw`^(?:(?:the|my|that|this) )?(.+) (?:${NOUN}|one)$`, 'iu');
const ARTICLE = /^(?:the|my|that|this) (?=\S)/iu;
const FROM_LIST = / (?:from|off|on|in|out of) (?:my |the |our )?(?:(?:to-?do|to do|task|tasks)s? ?(?:list)?|list)$/iu;
/** A condition or a contradiction: whatever is meant, it is not the plain wish. */
const TRAP =
  /(?:^| )(?:if|unless|except|not|never|but|instead|until|when|once|because|maybe|or|either|neither|without|only|than|later|whether|don['’]?t|do not)(?: |$)|n['’]t\b|[?]/iu;
const NOT_A_TITLE =
  /^(?:all|any|every|everything|anything|something|nothing|stuff|things?|some|none|tasks?|items?|todos?|an? .*|lists?|here|there|me|you|him|her|us|them|these|those|both|what|which|who|up|down|out|one|done|now|account|history|conversation|chat)$/iu;
const MAX_TITLE = 200;

/** The task that these words name; undefined when they name none, or may mean something else. */
export function readMention(given: string): Mention | undefined {
  const text = given
    .trim()
    .replace(FROM_LIST, '')
    .replace(/^["“]?$/u, '');
  const number = NUMBER.exec(text)?.[1];
  if (number !== undefined) return { by: 'number', number: Number(number) };
  const word = WORD_NUMBER.exec(text)?.[1];
  if (word !== undefined) return { by: 'number', number: NUMBERS.indexOf(word.toLowerCase()) + 1 };
  const position = POSITION.exec(text);
  if (position) return { by: 'position', position: positionOf(position) };
  if (LAST.test(text)) return { by: 'last' };
  return byTitle(text);
}

function positionOf([, word, digits]: RegExpExecArray): number {
  if (digits !== undefined) return Number(digits);
  return ORDINALS.indexOf(word?.toLowerCase() ?? '') + 1 || -1;
}

function byTitle(text: string): Mention | undefined {
  const quoted = unquote(text.replace(ARTICLE, ''));
  if (quoted !== undefined) return titled(quoted, true);
  const named = NAMED.exec(text);
  if (named) {
    const inner = unquote(named[2] ?? '');
    if (inner !== undefined) return titled(inner, true);
    if (named[1] === undefined) return undefined;
    return plainTitle(named[2] ?? '', /called|named|titled/iu.test(named[1]));
  }
  const loose = WITH_NOUN.exec(text)?.[1];
  if (loose === undefined) return plainTitle(text.replace(ARTICLE, ''), true);
  const inner = unquote(loose);
  return inner === undefined ? plainTitle(loose, false) : titled(inner, true);
}

function plainTitle(title: string, whole: boolean): Mention | undefined {
  if (TRAP.test(title) || NOT_A_TITLE.test(title) || !/[\p{L}\p{N}]/u.test(title)) return undefined;
  return titled(title, whole);
}

function titled(title: string, whole: boolean): Mention | undefined {
  const text = title.trim();
  return text === '' || text.length > MAX_TITLE * 2 ? undefined : { by: 'title', title: text, whole };
}
