import type { Recogniser } from './clause.ts';

const REMEMBER = /^(?:please )?(?:do not|don['’]?t|never) (?:let me )?forget (?:to|that i (?:need|have) to) /iu;
const NEGATION =
  /^(?:please )?(?:do not|do n['’]?t|don['’]?t|never|no need|stop(?! repeating)|avoid|refrain|without|not|let['’]?s not|instead of|rather than|you (?:should|must|need|can|may)(?: ?n['’]?t| not)|(?:can|could|would|will) you (?:please )?(?:not|stop)|no longer|nobody|i (?:(?:really |still )?(?:do not|don['’]?t|did not|didn['’]?t|have not|haven['’]?t|had not|hadn['’]?t|will not|won['’]?t|can ?not|can['’]?t|could not|couldn['’]?t|never|would not|wouldn['’]?t|should not|shouldn['’]?t|must not|mustn['’]?t|need not|needn['’]?t|am not|no longer|refuse))|i['’]m not)\b/iu;
const HYPOTHETICAL =
  /^(?:if|when|once|unless|suppose|supposing|imagine|assuming|assume|pretend|say|maybe|perhaps|what if|in case|hypothetically|whether|after|before|until|while|as soon as|let['’]?s say|i (?:might|may|could|would|wonder|think|thought|guess|believe|was|were|almost|nearly|should|wish|hope|plan|will|shall|am going|used to|considered|tried|forgot|keep|kept|am (?:thinking|considering))|i['’](?:ll|d|m (?:going|thinking|about|planning|considering|not))|we (?:might|may|could|should)|it would)\b/iu;
const QUESTION =
  /^(?:did|do|does|have|has|had|was|were|is|are|am|should|shall|may|might|could|can|would|will|must|why|when|where|who|whose|whom|how|what|which|isn['’]?t|aren['’]?t|didn['’]?t|haven['’]?t|doesn['’]?t|won['’]?t|can['’]?t|shouldn['’]?t)(?:n['’]?t)?\b/iu;

/**
 * What speaks of an action without asking for it: "did I delete the meeting task?", "don't delete task 3", "if I deleted it".
 * Stands before everything that acts.
 */
export const untouched: Recogniser = ({ text, raw, question, request }) => {
  if (REMEMBER.test(text)) return undefined;
  const whole = raw.trim();
  if (NEGATION.test(text) || NEGATION.test(whole)) return { type: 'untouched', because: 'negation' };
  if (!request && (question || QUESTION.test(text))) return { type: 'untouched', because: 'question' };
  if (HYPOTHETICAL.test(text)) return { type: 'untouched', because: 'hypothetical' };
  return undefined;
};
