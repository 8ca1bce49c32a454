/** What a title may have, so that a list of conversations stays readable. */
const MAX_CHARACTERS = 60;
/** A cut at a word may not make it shorter than this. */
const MIN_CHARACTERS = 30;

/** The title of a conversation from its first message: one line, cut at a word. */
export function titleFrom(message: string): string {
  const line = message.trim().replaceAll(/\s+/g, ' ');
  const characters = Array.from(line);
  if (characters.length <= MAX_CHARACTERS) return line;
  const cut = characters.slice(0, MAX_CHARACTERS);
  const word = cut.lastIndexOf(' ');
  return `${cut.slice(0, word < MIN_CHARACTERS ? MAX_CHARACTERS : word).join('')}…`;
}
