/** A run of characters within a line. */
export interface Inline {
  readonly type: 'text' | 'strong' | 'code';
  readonly text: string;
}

/** A paragraph with its lines, or a list with its items. */
export type Block =
  | { readonly type: 'paragraph'; readonly lines: readonly (readonly Inline[])[] }
  | { readonly type: 'bullets'; readonly items: readonly (readonly Inline[])[] }
  | { readonly type: 'numbers'; readonly items: readonly NumberedItem[] };

/** An item with the number that it was written with: it may be the task's. */
export interface NumberedItem {
  readonly number: number;
  readonly inlines: readonly Inline[];
}

const BULLET = /^\s{0,3}[-*•]\s+(\S.*)$/;
const NUMBER = /^\s{0,3}(\d{1,9})[.)]\s+(\S.*)$/;
/** `**strong**` or `` `code` ``, neither over a line's end nor with blanks at its ends. */
const MARKED = /\*\*(?!\s)([^*\n]+?)(?<!\s)\*\*|`([^`\n]+)`/g;

/**
 * The little formatting that an assistant's answer may use: paragraphs, line breaks, lists, `**strong**` and `` `code` ``. All
 * else is text as it stands; nothing becomes HTML here, and the markers' characters are the only ones that disappear.
 */
export function richText(source: string): readonly Block[] {
  const blocks: Block[] = [];
  let open = false;
  for (const line of source.split(/\r\n|\r|\n/)) {
    const last = open ? blocks.at(-1) : undefined;
    open = line.trim() !== '';
    if (!open) continue;
    const joined = joinedTo(last, line);
    if (joined === undefined) blocks.push(blockOf(line));
    else blocks[blocks.length - 1] = joined;
  }
  return blocks;
}

function blockOf(line: string): Block {
  const bullet = BULLET.exec(line)?.[1];
  if (bullet !== undefined) return { type: 'bullets', items: [inlinesOf(bullet)] };
  const numbered = numberedItem(line);
  if (numbered !== undefined) return { type: 'numbers', items: [numbered] };
  return { type: 'paragraph', lines: [inlinesOf(line)] };
}

/** The block with this line in it, or undefined where the line begins another. */
function joinedTo(block: Block | undefined, line: string): Block | undefined {
  const next = blockOf(line);
  if (block?.type === 'paragraph' && next.type === 'paragraph')
    return { ...block, lines: [...block.lines, ...next.lines] };
  if (block?.type === 'bullets' && next.type === 'bullets') return { ...block, items: [...block.items, ...next.items] };
  if (block?.type === 'numbers' && next.type === 'numbers') return { ...block, items: [...block.items, ...next.items] };
  return undefined;
}

function numberedItem(line: string): NumberedItem | undefined {
  const [, number, text] = NUMBER.exec(line) ?? [];
  return text === undefined ? undefined : { number: Number(number), inlines: inlinesOf(text) };
}

function inlinesOf(line: string): readonly Inline[] {
  const found: Inline[] = [];
  let end = 0;
  for (const match of line.matchAll(MARKED)) {
    const [whole, strong, code] = match;
    if (match.index > end) found.push({ type: 'text', text: line.slice(end, match.index) });
    found.push(strong === undefined ? { type: 'code', text: code ?? '' } : { type: 'strong', text: strong });
    end = match.index + whole.length;
  }
  if (end < line.length) found.push({ type: 'text', text: line.slice(end) });
  return found;
}
