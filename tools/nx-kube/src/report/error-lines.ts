import type { ErrorReport } from '../error.ts';

/** An error for people: what we were doing, what stopped it, the fix. Pure. */
export function errorLines({ code, doing, because, fix }: ErrorReport): string[] {
  return [`error  could not ${doing}  [${code}]`, `  because  ${indent(because)}`, `  fix      ${indent(fix)}`];
}

/** Keeps the further lines of a text below its first. */
function indent(text: string): string {
  return text.split('\n').join('\n           ');
}
