import { trimEdges } from '../text/trim-edges.ts';

const EDGE = /[\s.,;:!?\-–—]/u;
const DANGLING = /(?:^| )(?:on|at|by|due|for|before|until|from|and|with|to|starting|in)$/iu;
const LIST_SUFFIX =
  /,? (?:to|on|onto|in|into) (?:my |the |our )?(?:(?:to-?do|todo|task|tasks|reminder|to do)s? ?(?:list)?|list|tasks?)$/iu;
/** Words that name no task. */
const VAGUE =
  /^(?:it|this|that|these|those|them|something|anything|nothing|stuff|things?|one|another|another one|more|some|some more|a? ?new|an?|the|up|please|me|task|tasks|a task|an item|item|a reminder|reminder|todo|a todo|a new task|new task|to|of|for|not|please)$/iu;

/**
 * The title that is left once dates, tags and the like are gone; its first letter a capital one, unless the word has capitals
 * of its own (iPhone).
 *
 * @returns undefined when nothing is left that names a task
 */
export function readTitle(given: string): string | undefined {
  const listed = given
    .replaceAll('\n', ' ')
    .trim()
    .replace(/ \(\)|\(\) ?/u, '')
    .replace(LIST_SUFFIX, '');
  const title = trimEdges(listed, EDGE).replace(DANGLING, '').trim();
  if (!/\p{L}/u.test(title) || VAGUE.test(title)) return undefined;
  const first = /^\S+/u.exec(title)?.[0] ?? '';
  return first === first.toLowerCase() ? title.charAt(0).toUpperCase() + title.slice(1) : title;
}
