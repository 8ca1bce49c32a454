import { readMention, type Mention } from './mention.ts';

const PLURAL_LIST =
  /^(?:the |my )?(?:tasks?|items?|todos?|numbers?)? ?#?\d{1,9}(?:(?: ?, ?(?:and )?| and | ?& ?| ?; ?| )(?:tasks? |items? )?#?\d{1,9}){1,49}$/iu;
const RANGE = /^(?:the |my )?(?:tasks|items|todos|numbers) #?(\d{1,9}) ?(?:-|–|to|through) ?#?(\d{1,9})$/iu;
const SHOWN =
  /^(?:(?:all|both|each) of )?(?:them|those|these|the both)(?: (?:all|both))?$|^both(?: (?:of them|tasks))?$|^(?:those|these|all those|all these|all of those|all of these) (?:tasks|items|todos)$/iu;
const MAX_RANGE = 50;

/** Several tasks named at once; `shown` are those that the conversation showed last. */
export type Mentions = readonly Mention[] | 'shown';

/** "tasks 1, 2 and 3", "tasks 1-5", "both of them"; undefined when the words don't name more than one task. */
export function readMentions(text: string): Mentions | undefined {
  if (SHOWN.test(text)) return 'shown';
  const range = RANGE.exec(text);
  if (range) return numbersBetween(Number(range[1]), Number(range[2]));
  if (PLURAL_LIST.test(text)) {
    const numbers = new Set(text.match(/\d+/gu)?.map(Number));
    return [...numbers].map((number) => ({ by: 'number', number }));
  }
  return namedPair(text);
}

function numbersBetween(from: number, to: number): Mentions | undefined {
  if (to <= from || to - from >= MAX_RANGE) return undefined;
  return Array.from({ length: to - from + 1 }, (_, index) => ({ by: 'number', number: from + index }));
}

/** "the milk task and the bread task": each side names a task by itself. */
function namedPair(text: string): Mentions | undefined {
  const sides = text.split(/ and |, (?:and )?/iu);
  if (sides.length < 2 || sides.length > 10) return undefined;
  if (!sides.every((side) => /\b(?:task|item|todo|reminder|one)$|^(?:the )?task |^#?\d+$|^the \w+ one$/iu.test(side)))
    return undefined;
  const mentions = sides.map((side) => readMention(side));
  return mentions.every((mention) => mention !== undefined) ? mentions : undefined;
}
