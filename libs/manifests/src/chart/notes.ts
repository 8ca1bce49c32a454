import { Expr, When, type Node } from '../hole/expr.ts';
import type { NoteLine } from '../stack/stack.ts';
import { pipelineOf } from './print-draft.ts';

/** `NOTES.txt`: what Helm prints after an install. Plain text, so nothing is quoted. */
export function notesTxt(lines: readonly NoteLine[]): string {
  return lines.reduce((text: string, line) => text + next(line, text), '');
}

/**
 * One more line behind a text. A line that may be absent takes its line end along: in the usual layout, `{{-` eats the one
 * before; where that would eat an empty line, too, the actions stand on the line itself.
 */
function next(line: NoteLine, before: string): string {
  if (!(line instanceof When)) return `${textOf(line)}\n`;
  const [condition, text] = [pipelineOf(line.condition.node), textOf(line.body)];
  if (/\S\n$/.test(before) && /\S$/.test(text)) return `{{- if ${condition} }}\n${text}\n{{- end }}\n`;
  return `{{ if ${condition} }}${text}\n{{ end }}`;
}

function textOf(line: string | Expr<string>): string {
  return line instanceof Expr ? partText(line.node) : partText(line);
}

/** A text with holes is printed as such, for whoever reads the template. */
function partText(part: string | Node): string {
  // `{{` would start an action.
  if (typeof part === 'string') return part.replaceAll('{{', '{{ "{{" }}');
  return part.op === 'concat' ? part.parts.map(partText).join('') : `{{ ${pipelineOf(part)} }}`;
}
