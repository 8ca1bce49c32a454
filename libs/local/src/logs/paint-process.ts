import { styleText } from 'node:util';

/** Apart from red and yellow, which mean something. */
const COLOURS = [
  'cyan',
  'magenta',
  'green',
  'blue',
  'cyanBright',
  'magentaBright',
  'greenBright',
  'blueBright',
] as const;

/**
 * The name of a process in its colour, for a terminal. The same in every run; replicas of one workload, whose names differ in
 * the number at the end, do not share one as long as there are no more of them than colours. Pure.
 *
 * @param name may be padded with spaces
 */
export function paintProcess(name: string): string {
  const [, base = '', replica = '0'] = /^(.*?)(?:-(\d+))?$/.exec(name.trim()) ?? [];
  const colour = COLOURS[(spread(base) + Number(replica)) % COLOURS.length] ?? 'cyan';
  return styleText(colour, name, { validateStream: false });
}

/** FNV-1a, 32 bit. */
function spread(text: string): number {
  let sum = 0x811c9dc5;
  for (const letter of text) sum = Math.imul(sum ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  // The low bits of such a sum are its worst.
  return (sum ^ (sum >>> 15)) >>> 3;
}
