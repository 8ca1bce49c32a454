/** The longest message, in characters as the backend counts them: code points. */
const LONGEST = 4000;

/** How many more characters a message may have; negative: so many too many. Blanks at its ends are not sent. */
export function charactersLeft(message: string): number {
  const text = message.trim();
  // Far from the limit nobody needs the exact number.
  return LONGEST - (text.length < LONGEST / 2 ? text.length : Array.from(text).length);
}
