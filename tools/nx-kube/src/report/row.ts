/** A line for people, with the kind of line in a column of its own. Pure. */
export function row(kind: string, text: string): string {
  return `${kind.padEnd(9)} ${text}`;
}
