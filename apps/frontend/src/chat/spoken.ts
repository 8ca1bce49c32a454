/** A sentence's end with what follows it, in the scripts that we write, or the end of a line. */
const END = /[.!?…。؟۔][)"'”“»]*\s+|\n+/g;

/**
 * The sentences that can be read out already: whole ones while the answer is being written, the rest with its end. Growing text
 * only ever adds sentences at the end, so that a live region reads each of them once.
 */
export function spokenSentences(text: string, finished: boolean): readonly string[] {
  const sentences: string[] = [];
  let start = 0;
  for (const match of text.matchAll(END)) {
    const end = match.index + match[0].length;
    // More may follow that belongs to this end: "1. Buy milk" is one sentence, "..." may grow.
    if (end === text.length && !finished) break;
    if (/^\s*\d+[.)]\s*$/.test(text.slice(start, end))) continue;
    sentences.push(text.slice(start, end).trim());
    start = end;
  }
  if (finished) sentences.push(text.slice(start).trim());
  return sentences.filter((sentence) => sentence !== '');
}
