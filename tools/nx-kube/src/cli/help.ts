import { type OptionSpec, type Verb, VERBS } from './verbs.ts';

const EXIT_CODES = 'Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted.';

/** The page of the whole program. Pure. */
export function generalHelp(): string {
  const width = Math.max(...Object.keys(VERBS).map((verb) => verb.length));
  const verbs = Object.entries(VERBS).map(([verb, { summary }]) => `  ${verb.padEnd(width)}  ${summary}`);
  return [
    'Usage: nx-kube <verb> [options]',
    '',
    ...verbs,
    '',
    'nx-kube <verb> --help lists the options.',
    EXIT_CODES,
    '',
  ].join('\n');
}

/** The page of one verb. Pure. */
export function verbHelp(verb: Verb): string {
  const { summary, options } = VERBS[verb];
  const rows = Object.entries<OptionSpec>(options).map(([name, spec]) => [
    `--${name}${placeholder(spec)}`,
    sentence(spec),
  ]);
  const width = Math.max(...rows.map(([left = '']) => left.length));
  const lines = rows.map(([left = '', right = '']) => `  ${left.padEnd(width)}  ${right}`);
  return [`Usage: nx-kube ${verb} [options]`, '', summary, '', ...lines, '', EXIT_CODES, ''].join('\n');
}

function placeholder({ type, choices }: OptionSpec): string {
  if (type === 'boolean') return '';
  return choices ? ` ${choices.join('|')}` : ` <${type}>`;
}

function sentence({ describe, default: value }: OptionSpec): string {
  return value === undefined || value === false ? describe : `${describe} [${value}]`;
}
