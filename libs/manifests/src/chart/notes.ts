import { Expr, When, type Node } from '../hole/expr.ts';
import type { NoteLine } from '../stack/stack.ts';
import { pipelineOf } from './print-expression.ts';

/** `NOTES.txt`: what Helm prints after an install. Plain text, so nothing is quoted. */
export function notesTxt(lines: readonly NoteLine[]): string {
  return groupsOf(lines).reduce((text, group) => text + printed(group, text), '');
}

/** Lines that are there together; without a condition, always. */
interface Group {
  readonly condition: string | undefined;
  readonly text: string;
}

function groupsOf(lines: readonly NoteLine[]): readonly Group[] {
  const groups: Group[] = [];
  for (const line of lines) {
    const [condition, text] =
      line instanceof When ? [pipelineOf(line.condition.node), textOf(line.body)] : [undefined, textOf(line)];
    const last = groups.at(-1);
    if (last && last.condition === condition) groups[groups.length - 1] = { condition, text: `${last.text}\n${text}` };
    else groups.push({ condition, text });
  }
  return groups;
}

/**
 * What may be absent takes its line end along: in the usual layout, `{{-` eats the one before; where that would eat an
 * empty line, too, the actions stand on the lines themselves.
 */
function printed({ condition, text }: Group, before: string): string {
  if (condition === undefined) return `${text}\n`;
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
