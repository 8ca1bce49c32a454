import { cutOut, cuttable } from './cut.ts';
import { unquote } from '../text/quotes.ts';

const DESCRIPTION =
  /,? \(?(?:with (?:the |a )?(?:description|notes?|details?):?|description:|notes?:|details?:) ?(?=\S)/iu;

/** What a text says about a task beyond its title, and the text without it. */
export function takeDescription(given: string): { readonly description?: string; readonly rest: string } {
  const text = cuttable(` ${given}`);
  const found = DESCRIPTION.exec(text.covered);
  if (!found) return { rest: given };
  const said = text.text.slice(found.index + found[0].length).trim();
  return { description: unquote(said) ?? said, rest: cutOut(text, found.index, text.text.length).text.trim() };
}
