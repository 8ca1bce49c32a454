/** A clause without the words that make it polite. */
export interface Plain {
  readonly text: string;
  /** It asked to do something ("could you …"), so a question mark at its end does not make it a question. */
  readonly request: boolean;
  /** It ends with a question mark. */
  readonly question: boolean;
}

const OPENING =
  /^(?:hey|hi|hello|ok|okay|alright|so|well|now|also|next|and|then|yes|please|pls|plz|kindly|just|quickly|assistant|bot|there|great|cool)(?:[,!.]+ ?| )(?=\S)/iu;
const REQUEST =
  /^(?:(?:could|can|would|will) (?:you|u)|(?:i want|i would like|i['’]d like|i need you|help me)(?: you)? to(?= (?:add|create|see|show|list|delete|remove|erase|mark|change|rename|update|edit|set|move|reschedule|clear|view|check off))|i['’]d like (?:you )?to|(?:i )?(?:want|need) (?:you )?to(?= (?:add|see|view) )|go ahead and|help me(?: to)?(?= (?:add|create|delete|remove|rename|update|mark|list|see|find))|let['’]?s|let me(?= (?:see|view|add)))(?:,)? (?=\S)/iu;
const CLOSING =
  /(?:[,;]? (?:please|pls|plz|thanks|thank you|thx|for me|right now|right away|ok|okay|now)|[.!…;,]|\p{Extended_Pictographic}|️|‍| )$/iu;
const MAX_STRIPS = 12;

/** Takes courtesies off both ends of a clause: "Hey, could you please delete task 3 for me, thanks!" is "delete task 3". */
export function withoutCourtesy(clause: string): Plain {
  let text = clause.trim();
  let request = false;
  for (let strips = 0; strips < MAX_STRIPS; strips++) {
    const asked = REQUEST.exec(text);
    const opening = asked ?? OPENING.exec(text);
    if (!opening) break;
    // "I need to add" is a wish, but no question, however it ends.
    if (asked && /^(?:could|can|would|will)/iu.test(asked[0])) request = true;
    text = text.slice(opening[0].length);
  }
  const { text: shortened, question } = withoutEnding(text);
  return { text: shortened, request, question };
}

function withoutEnding(given: string): { text: string; question: boolean } {
  let text = given;
  let question = false;
  for (let strips = 0; strips < MAX_STRIPS; strips++) {
    if (/[?？]$/u.test(text)) question = true;
    const shorter =
      text.slice(0, -64) +
      text
        .slice(-64)
        .replace(CLOSING, '')
        .replace(/[?？]+$/u, '');
    if (shorter === text || shorter.trim() === '') break;
    text = shorter.trim();
  }
  return { text, question };
}
