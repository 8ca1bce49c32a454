import type { Intent } from '../intent.ts';
import { actOn } from './act-on.ts';
import type { Recogniser } from './clause.ts';

const DONE = String.raw`(?:as )?(?:(?:being )?(?:done|completed?|finished|closed)|off(?: my list)?)`;
const NOT_DONE =
  /(?: as)? (?:not|un|in)[ -]?(?:yet )?(?:done|completed?|finished)$|(?: as| to)? (?:pending|open|undone|unfinished|not done yet)$/iu;
const MARKED = new RegExp(
  String.raw`^(?:mark|set|flag|check|tick|cross|put|change|move|label) (?:off )?(.+?) (?:to |is |are )?${DONE}$`,
  'iu',
);
const MARK_FIRST = new RegExp(String.raw`^(?:mark|flag) (?:as )?(?:done|completed?|finished):? (.+)$`, 'iu');
const VERB = /^(?:complete|check off|tick off|cross off|mark off|close|check|tick)(?: (.+))?$/iu;
const FINISH = /^finish(?: (.+))?$/iu;
const I_DID =
  /^(?:(?:i|we)(?: have|['’]ve|['’]m| am)? )?(?:just |already |now |finally )*(?:finished|completed|done|did|accomplished|checked off|wrapped up)(?: with)? (.+)$/iu;
const IS_DONE =
  /^(.+?),? (?:is|are|has been|have been|was|got)? ?(?:now |already |all |finally )*(?:done|completed?|finished)$/iu;
const CERTAIN =
  /^(?:the )?(?:tasks?|items?|todos?|number|#)|\d$|\b(?:task|item|todo|reminder|tasks|one)$|^["“'‘«`]|^(?:it|that|this)\b/iu;

/** "Mark task 3 as complete", "I finished task 3", "task 3 is done". */
export const complete: Recogniser = ({ text }, context) => {
  if (NOT_DONE.test(text)) return undefined;
  const wish = (words: string): Intent => actOn(words, { one: { type: 'complete' }, many: 'complete_many' }, context);
  const said =
    MARKED.exec(text)?.[1] ??
    MARK_FIRST.exec(text)?.[1] ??
    (/^i (?:did|have|finished|completed|just)|^i['’]|^we |^(?:finished|completed|done|did)\b/iu.test(text)
      ? I_DID.exec(text)?.[1]
      : undefined);
  if (said !== undefined) return wish(withoutTime(said));
  const verb = VERB.exec(text);
  if (verb) return wish(verb[1] ?? '');
  const finish = FINISH.exec(text);
  // "Finish the report" is as well something to put on the list.
  if (finish) return CERTAIN.test(finish[1] ?? 'task') ? wish(finish[1] ?? '') : doubtful(text);
  const state = IS_DONE.exec(text.replace(/^(it|that|this)['’]?s /iu, '$1 is '))?.[1];
  return state !== undefined && CERTAIN.test(state) ? wish(state) : undefined;
};

function withoutTime(words: string): string {
  return words.replace(
    / (?:already|today|yesterday|just now|this morning|this afternoon|tonight|earlier|now|finally|too|as well)$/iu,
    '',
  );
}

function doubtful(text: string): Intent {
  return { type: 'ambiguous', wish: { type: 'complete' }, missing: 'certainty', text };
}
