import { cover } from '../text/quotes.ts';

/** A text, and the same with everything quoted covered up: patterns look at `covered`, people see `text`. */
export interface Cuttable {
  readonly text: string;
  readonly covered: string;
}

export function cuttable(text: string): Cuttable {
  return { text, covered: cover(text) };
}

/** Takes a part out of the text, and the space that it leaves. */
export function cutOut({ text }: Cuttable, start: number, end: number): Cuttable {
  const before = text.slice(0, start).trimEnd();
  const after = text.slice(end).trimStart();
  const glue = before === '' || after === '' || /^(?:[.,;:?)]|!(?:\s|$))/u.test(after) ? '' : ' ';
  return cuttable(before + glue + after);
}
