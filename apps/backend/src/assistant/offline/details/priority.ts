import type { Priority } from '../intent.ts';
import { cutOut, cuttable } from './cut.ts';

const LEVELS: Readonly<Record<string, Priority>> = {
  high: 'high',
  highest: 'high',
  top: 'high',
  urgent: 'high',
  important: 'high',
  critical: 'high',
  medium: 'medium',
  normal: 'medium',
  low: 'low',
  lowest: 'low',
  unimportant: 'low',
};

/** The priority that a word names. */
export function priorityOf(word: string): Priority | undefined {
  return Object.hasOwn(LEVELS, word.toLowerCase()) ? LEVELS[word.toLowerCase()] : undefined;
}

const PATTERNS = [
  /(?:,? (?:and )?|^)\(?(?:with |at |as )?(?:an? )?(high|highest|top|medium|normal|low|lowest)[ -]priority\b\)?/iu,
  /(?:,? (?:and )?|^)\(?(?:with )?priority(?::| is)? ?(high|highest|top|medium|normal|low|lowest)\b\)?/iu,
  /(?:^| )!(high|medium|low)\b/iu,
  /(?:,| -|:| \()? ?(?:this is |it['’]?s |it is |which is )?(?:very |really )?\b(urgent|important|critical)(?:ly)?\b[)!]*$/iu,
  /^(urgent|important|critical)[:!,]/iu,
];
const AT_ONCE = /(?:,| \()? (?:asap|as soon as possible|urgently)\)?$/iu;

/**
 * The priority that a text ends or begins with ("urgent", "high priority"), and the text without it. In the middle the same
 * words belong to the title: "buy an important gift".
 */
export function takePriority(given: string): { readonly priority?: Priority; readonly rest: string } {
  const text = cuttable(given);
  const soon = AT_ONCE.exec(text.covered);
  if (soon) return { priority: 'high', rest: cutOut(text, soon.index, text.text.length).text };
  for (const pattern of PATTERNS) {
    const found = pattern.exec(text.covered);
    const priority = priorityOf(found?.[1] ?? '');
    if (!found || !priority || /\b(?:not|n['’]t|an?|the|very) $/iu.test(text.covered.slice(0, found.index + 1)))
      continue;
    const rest = cutOut(text, found.index, found.index + found[0].length).text;
    if (rest !== '') return { priority, rest };
  }
  return { rest: given };
}
