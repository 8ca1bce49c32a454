/** Longest piece that is passed on as one line; a program may print megabytes without a break. */
const MOST_CHARACTERS = 16_384;

/** Cuts a stream of text into lines. */
export interface LineCutter {
  push(text: string): readonly string[];
  /** What stands after the last break. */
  rest(): readonly string[];
}

/** A cutter that never holds more than one line of at most 16,384 characters; what is longer becomes several. */
export function cutLines(): LineCutter {
  let open = '';
  return {
    push(text) {
      const [first = '', ...more] = text.split('\n');
      const lines: string[] = [];
      open += first;
      for (const part of more) {
        lines.push(...pieces(open.endsWith('\r') ? open.slice(0, -1) : open));
        open = part;
      }
      while (open.length > MOST_CHARACTERS) {
        lines.push(open.slice(0, MOST_CHARACTERS));
        open = open.slice(MOST_CHARACTERS);
      }
      return lines;
    },
    rest() {
      const last = open;
      open = '';
      return last === '' ? [] : pieces(last);
    },
  };
}

function pieces(line: string): readonly string[] {
  if (line.length <= MOST_CHARACTERS) return [line];
  const count = Math.ceil(line.length / MOST_CHARACTERS);
  return Array.from({ length: count }, (_, index) =>
    line.slice(index * MOST_CHARACTERS, (index + 1) * MOST_CHARACTERS),
  );
}
