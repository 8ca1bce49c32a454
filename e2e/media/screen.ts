/** One character on the screen, with the SGR parameters that were in force. */
export interface Cell {
  readonly text: string;
  readonly style: readonly number[];
}

/** What a terminal shows in the end. */
export type Screen = readonly (readonly Cell[])[];

const BLANK: Cell = { text: ' ', style: [] };
// oxlint-disable-next-line no-control-regex -- this is what escape sequences are made of
const PIECE = /\u001B\[([0-9;?]*)([A-Za-z])|\u001B\][^\u0007]*\u0007|\u001B.|[\s\S]/gu;

/**
 * Plays what a program printed on a screen of lines without an end, as far as our programs and npm go: text, colours, line breaks,
 * moves by lines and columns, deletions.
 *
 * @param columns after so many a line goes on in the next one
 */
export function screenOf(printed: string, columns = Number.POSITIVE_INFINITY): Screen {
  const lines: Cell[][] = [[]];
  let [row, column] = [0, 0];
  let style: readonly number[] = [];
  const line = (): Cell[] => {
    while (lines.length <= row) lines.push([]);
    return lines[row] ?? [];
  };
  const put = (text: string): void => {
    if (column >= columns) [row, column] = [row + 1, 0];
    const cells = line();
    while (cells.length < column) cells.push(BLANK);
    cells[column++] = { text, style };
  };
  const moves: Readonly<Record<string, (by: number) => void>> = {
    A: (by) => void (row = Math.max(0, row - Math.max(by, 1))),
    B: (by) => void (row += Math.max(by, 1)),
    C: (by) => void (column += Math.max(by, 1)),
    D: (by) => void (column = Math.max(0, column - Math.max(by, 1))),
    G: (by) => void (column = Math.max(0, by - 1)),
    K: (what) => void (what === 0 ? line().splice(column) : line().splice(0)),
    J: () => void (line().splice(column), lines.splice(row + 1)),
  };
  for (const [piece, parameters = '', command] of printed.matchAll(PIECE)) {
    if (command === 'm') style = restyle(style, parameters);
    else if (command !== undefined) moves[command]?.(Number(parameters.split(';')[0]) || 0);
    else if (piece === '\n') row += 1;
    else if (piece === '\r') column = 0;
    else if (piece === '\b') column = Math.max(0, column - 1);
    else if (piece >= ' ' && !piece.startsWith('\u001B')) put(piece);
  }
  return lines;
}

/** Parameters after `ESC [ … m`: 0 forgets all, the rest adds up. */
function restyle(style: readonly number[], parameters: string): readonly number[] {
  const given = parameters.split(';').map(Number);
  const reset = given.lastIndexOf(0);
  const kept = reset === -1 ? style : [];
  const ends = (code: number): boolean =>
    (given.includes(39) && isColour(code)) || (given.includes(22) && (code === 1 || code === 2));
  const added = given.slice(reset + 1).filter((code) => code !== 39 && code !== 22);
  const replaced = (code: number): boolean => added.some(isColour) && isColour(code);
  return [...kept.filter((code) => !ends(code) && !replaced(code)), ...added];
}

function isColour(code: number): boolean {
  return (code >= 30 && code <= 37) || (code >= 90 && code <= 97);
}
