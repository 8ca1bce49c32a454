/** Where a stack was, and what Node.js prints below it. */
const NOISE = /^\s*$|^\s+at |^Node\.js v\d|^\s*\^+\s*$|^\s*[{}[\]]\s*$/;
/** How runtimes and servers begin the line that says what was wrong. */
const CAUSE = /^(?:Uncaught )?(?:[A-Za-z.]*(?:Error|Exception)\b|FATAL|PANIC|fatal|panic|error)(?: \[\w+\])?:/;

/** It may name what it could not reach, and a message holds no secret. */
const PASSWORD = /(:\/\/[^:/@\s]*:)[^@\s]+@/g;

/** The one of the last lines that most likely says why a process ended. Pure. */
export function tellingLine(lines: readonly string[]): string | undefined {
  const texts = lines.map(messageOf);
  const telling = texts.findLast((text) => CAUSE.test(text)) ?? texts.findLast((text) => !NOISE.test(text));
  return telling?.replaceAll(PASSWORD, '$1***@');
}

/** Of a line in JSON its message counts: with what was wrong, where it says so. */
function messageOf(line: string): string {
  if (!line.startsWith('{')) return line;
  try {
    const { message, msg, error } = JSON.parse(line) as Readonly<Record<string, unknown>>;
    const said = typeof message === 'string' ? message : msg;
    const cause = typeof error === 'object' && error !== null ? (error as { message?: unknown }).message : error;
    const texts = [said, cause].filter((text) => typeof text === 'string' && text !== '');
    return texts.length === 0 ? line : texts.join(': ');
  } catch {
    return line;
  }
}
