import type { Cell, Screen } from './screen.ts';

const SIZE = 14;
const LINE = 20;
const ADVANCE = 8.4;
const PADDING = 20;
const BAR = 36;
const FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";
const [BACKGROUND, FOREGROUND] = ['#16181d', '#d9dce3'];
/** SGR codes of foreground colours, to be read on a dark ground. */
const COLOURS: Readonly<Record<number, string>> = {
  30: '#6b7280',
  31: '#f87171',
  32: '#4ade80',
  33: '#facc15',
  34: '#60a5fa',
  35: '#e879f9',
  36: '#22d3ee',
  37: '#e5e7eb',
  90: '#8b93a3',
  91: '#fca5a5',
  92: '#86efac',
  93: '#fde047',
  94: '#93c5fd',
  95: '#f0abfc',
  96: '#67e8f9',
  97: '#ffffff',
};

/** Draws a screen as a window; `title` is also what people hear who do not see it. */
export function svgOf(screen: Screen, columns: number, title: string): string {
  const width = Math.ceil(columns * ADVANCE + 2 * PADDING);
  const height = BAR + screen.length * LINE + PADDING;
  const dots = ['#ff5f57', '#febc2e', '#28c840'].map(
    (colour, index) => `<circle cx="${PADDING + index * 20}" cy="${BAR / 2}" r="6" fill="${colour}"/>`,
  );
  const rows = screen.map((cells, index) => rowOf(cells, BAR + index * LINE + SIZE));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${title}</title>`,
    `<rect width="100%" height="100%" rx="10" fill="${BACKGROUND}"/>`,
    ...dots,
    `<g font-family="${FONT}" font-size="${SIZE}" fill="${FOREGROUND}">`,
    ...rows.filter((row) => row !== ''),
    '</g>',
    '</svg>\n',
  ].join('\n');
}

/** One line: a `tspan` per run of one style, each at its own column, so that no font can shift a box. */
function rowOf(cells: readonly Cell[], y: number): string {
  const runs: { column: number; width: number; text: string; style: string }[] = [];
  for (const [column, cell] of cells.entries()) {
    const style = attributes(cell.style);
    const last = runs.at(-1);
    if (last && last.style === style) {
      last.text += cell.text;
      last.width += 1;
    } else runs.push({ column, width: 1, text: cell.text, style });
  }
  const spans = runs
    .filter(({ text }) => text.trim() !== '')
    .map(({ column, width, text, style }) => {
      const x = (PADDING + column * ADVANCE).toFixed(1);
      const length = (width * ADVANCE).toFixed(1);
      return `<tspan x="${x}" textLength="${length}" lengthAdjust="spacingAndGlyphs"${style}>${escape(text)}</tspan>`;
    });
  return spans.length === 0 ? '' : `<text y="${y}">${spans.join('')}</text>`;
}

function attributes(style: readonly number[]): string {
  const colour = style.findLast((code) => COLOURS[code] !== undefined);
  return [
    colour === undefined ? '' : ` fill="${COLOURS[colour]}"`,
    style.includes(1) ? ' font-weight="700"' : '',
    style.includes(2) ? ' opacity="0.65"' : '',
  ].join('');
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll(' ', '&#160;');
}
