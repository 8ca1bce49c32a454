import { trimEdges } from '../text/trim-edges.ts';
import type { Recogniser } from './clause.ts';

const GREETING =
  /^(?:hi|hello|hey|hiya|howdy|yo|greetings|good (?:morning|afternoon|evening|day)|salam|assalam[ou]? ?alaikum|hi there|hello there|hey there|how are you(?: doing)?(?: today)?|what['’]?s up|hi (?:bot|assistant))$/iu;
const THANKS =
  /^(?:(?:ok(?:ay)?|great|perfect|cool|awesome|nice|wonderful|good),? )?(?:thanks?(?: you)?(?: (?:so much|very much|a lot|again))?|many thanks|thx|ty|cheers|appreciated|much appreciated|i appreciate it|good job|well done|great job)$|^(?:great|perfect|awesome|nice|cool|good bot|bye|goodbye|see you|good night)$/iu;
const YES =
  /^(?:y|yes|yeah|yep|yup|sure|ok|okay|confirm|confirmed|go ahead|do it|yes please|of course|correct|right|absolutely|definitely|i confirm|i am sure|i['’]m sure|please do|yes,? (?:do it|delete (?:them|it|all)|go ahead|i['’]?m sure|confirm))$/iu;
const NO =
  /^(?:n|no|nope|nah|no thanks|no thank you|cancel|cancel (?:that|it)|stop|abort|never ?mind|forget (?:it|that)|don['’]?t|do not|none|neither|none of (?:them|those)|neither of them|nothing|keep (?:them|it)|leave (?:it|them)|wait|no,? (?:wait|don['’]?t|stop|cancel|keep them|never ?mind)|on second thoughts?|just kidding)$/iu;
const UNDO =
  /^(?:undo|revert|undo (?:that|it|this|the last (?:one|action|change))|take (?:that|it) back|bring (?:it|that) back|restore (?:it|that|that task|the task))$/iu;
const HELP =
  /^(?:help|help me|i need help|commands?|menu|options|instructions|examples?|what can you do|what (?:else )?(?:can|could|should) i (?:say|ask|do|type)(?: here| to you)?|what do you (?:do|understand|know)|what are you|who are you|what is this|are you (?:a |an )?(?:bot|ai|human|robot|real|chatgpt|offline|online|assistant|real person)|how (?:do|does|can|to|should) .{1,200}|what are (?:your|the) (?:commands|features|options)|show (?:me )?(?:the )?(?:help|commands|examples)|can you help(?: me)?|how can you help(?: me)?|what help .{1,60}|tell me what you can do)$/iu;

const EDGE = /[\s.,!?…)(:;\p{Extended_Pictographic}\u{fe0f}\u{200d}]/u;

/** Small talk, "yes" and "no", and the question what can be said. All of it is the whole clause, never a part of it. */
export const chat: Recogniser = ({ text, raw, request }) => {
  const whole = trimEdges(raw, EDGE);
  for (const said of [whole, text.replace(/^[,.! ]+/u, '')]) {
    if (said.length > 220) continue;
    if (GREETING.test(said)) return { type: 'greeting' };
    if (THANKS.test(said)) return { type: 'thanks' };
    if (UNDO.test(said)) return { type: 'undo' };
    if (HELP.test(said) || (request && /^help(?: me)?$/iu.test(said))) return { type: 'help' };
    if (NO.test(said)) return { type: 'no' };
    if (YES.test(said)) return { type: 'yes' };
  }
  return undefined;
};
