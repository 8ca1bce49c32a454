/** Lines in a frame, as wide as the widest of them. Pure. */
export function box(lines: readonly string[]): string[] {
  const width = Math.max(...lines.map(({ length }) => length));
  const edge = '─'.repeat(width + 4);
  return [`╭${edge}╮`, ...lines.map((line) => `│  ${line.padEnd(width)}  │`), `╰${edge}╯`];
}

/** A line for a terminal of so many columns: one of a frame that would be broken over two lines has none. Pure. */
export function fitted(line: string, columns: number): string[] {
  if (line.length <= columns) return [line];
  if (/^[╭╰]─+[╮╯]$/.test(line)) return [];
  return [/^│ {2}(.*?) *│$/.exec(line)?.[1] ?? line];
}
