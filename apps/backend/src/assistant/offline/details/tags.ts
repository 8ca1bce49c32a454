import { cutOut, cuttable, type Cuttable } from './cut.ts';

const HASH =
  /(?<![\p{L}\p{N}#&/])#(?!\d+(?![\p{L}\p{N}_-]))([\p{L}\p{N}][\p{L}\p{M}\p{N}_-]{0,29})(?![\p{L}\p{N}_-])/gu;
const TAG = String.raw`#?[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]{0,29}`;
const NAMED = new RegExp(
  String.raw`,? (?:and )?(?:tagged(?: (?:as|with))?|labell?ed|with (?:the )?(?:tags?|labels?)):? (${TAG}(?:(?:, ?(?:and )?| and | & )${TAG}){0,9})$`,
  'iu',
);
const MAX_TAGS = 10;

/** The tags of a text (#home, "tagged home and work") and the text without them. "#3" is a task's number, no tag. */
export function takeTags(given: string): { readonly tags: readonly string[]; readonly rest: string } {
  const tags = new Set<string>();
  let left: Cuttable = cuttable(given);
  const named = NAMED.exec(left.covered);
  for (const tag of named?.[1]?.split(/, ?(?:and )?| and | & /iu) ?? []) tags.add(plainTag(tag));
  if (named) left = cutOut(left, named.index, left.text.length);
  // From the end: what is cut out there moves nothing before it.
  const marked = [...left.covered.matchAll(HASH)].slice(0, MAX_TAGS);
  for (const [, tag = ''] of marked) tags.add(plainTag(tag));
  for (const found of marked.toReversed()) left = cutOut(left, found.index, found.index + found[0].length);
  return { tags: [...tags].filter((tag) => tag !== '').slice(0, MAX_TAGS), rest: left.text };
}

/** The tag that a word names, as tasks keep it. */
export function plainTag(word: string): string {
  return word.replace(/^#/u, '').trim().toLowerCase();
}

/** Whether the word can be a tag. */
export function isTag(word: string): boolean {
  return new RegExp(`^${TAG}$`, 'iu').test(word);
}
