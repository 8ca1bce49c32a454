import { parseArgs } from 'node:util';

import { PluginError } from '../error.ts';
import { suggest } from './suggest.ts';
import { type OptionSpec, type Verb, VERBS } from './verbs.ts';

/** Value of an option after parsing. */
export type OptionValue = string | number | boolean;

/** What the user asked for. Options have kebab-case names and carry the defaults of the table. */
export type Command =
  | {
      readonly type: 'run';
      readonly verb: Verb;
      readonly options: Readonly<Record<string, OptionValue>>;
      readonly relay: boolean;
    }
  | { readonly type: 'help'; readonly verb?: Verb }
  | { readonly type: 'version' };

/**
 * Reads the command line. Pure.
 *
 * @param argv the words after the program's name
 * @throws PluginError USAGE with the nearest known word
 */
export function parseCommand(argv: readonly string[]): Command {
  const [word, ...rest] = argv;
  if (word === undefined) throw usage('no verb is given', `use one of: ${Object.keys(VERBS).join(', ')}`);
  if (word === '--help' || word === '-h' || word === 'help') return { type: 'help' };
  if (word === '--version') return { type: 'version' };
  if (!isVerb(word)) throw unknownVerb(word);
  if (rest.includes('--help') || rest.includes('-h')) return { type: 'help', verb: word };
  const { options, relay } = parseOptions(word, rest);
  return { type: 'run', verb: word, options, relay };
}

function isVerb(word: string): word is Verb {
  return Object.hasOwn(VERBS, word);
}

function unknownVerb(word: string): PluginError {
  if (word.startsWith('-'))
    return usage(`${word} stands before the verb`, 'put the verb first: nx-kube <verb> [options]');
  const near = suggest(word, Object.keys(VERBS));
  return usage(
    `there is no verb "${word}"`,
    near ? `did you mean ${near}?` : `use one of: ${Object.keys(VERBS).join(', ')}`,
  );
}

function parseOptions(verb: Verb, words: readonly string[]): { options: Record<string, OptionValue>; relay: boolean } {
  const specs: Readonly<Record<string, OptionSpec>> = VERBS[verb].options;
  const { tokens } = parseArgs({ args: [...words], tokens: true, strict: false, options: describeOptions(specs) });
  const options = withDefaults(specs);
  let relay = false;
  for (const token of tokens) {
    if (token.kind === 'positional') throw usage(`"${token.value}" is not an option`, `see nx-kube ${verb} --help`);
    if (token.kind !== 'option') continue;
    if (token.name === 'relay') relay = true;
    else options[positive(token.name, specs)] = readValue(verb, token.rawName, token.name, token.value, specs);
  }
  return { options, relay };
}

/** `--no-dry-run` says the same as `--dry-run=false`. */
function positive(name: string, specs: Readonly<Record<string, OptionSpec>>): string {
  const stripped = name.replace(/^no-/, '');
  return !Object.hasOwn(specs, name) && specs[stripped]?.type === 'boolean' ? stripped : name;
}

function describeOptions(specs: Readonly<Record<string, OptionSpec>>): Record<string, { type: 'string' | 'boolean' }> {
  const entries = Object.entries(specs).map(
    ([name, { type }]) => [name, { type: type === 'boolean' ? 'boolean' : 'string' }] as const,
  );
  return { ...Object.fromEntries(entries), relay: { type: 'boolean' } };
}

function withDefaults(specs: Readonly<Record<string, OptionSpec>>): Record<string, OptionValue> {
  const entries = Object.entries(specs).flatMap(([name, spec]) =>
    spec.default === undefined ? [] : [[name, spec.default] as const],
  );
  return Object.fromEntries(entries);
}

function readValue(
  verb: Verb,
  raw: string,
  name: string,
  value: string | undefined,
  specs: Readonly<Record<string, OptionSpec>>,
): OptionValue {
  const spec = specs[positive(name, specs)];
  if (!spec) {
    const near = suggest(name, Object.keys(specs));
    const fix = near ? `did you mean --${near}?` : `see nx-kube ${verb} --help`;
    throw usage(`${verb} has no option ${raw}`, fix);
  }
  if (spec.type === 'boolean') return readBoolean(raw, name, value, specs);
  if (value === undefined || value === '') throw usage(`${raw} needs a value`, `write ${raw}=<${spec.type}>`);
  if (spec.choices && !spec.choices.includes(value)) {
    throw usage(`${raw} is "${value}"`, `use one of: ${spec.choices.join(', ')}`);
  }
  if (spec.type === 'string') return value;
  return readNumber(raw, value, spec.most);
}

function readNumber(raw: string, value: string, most = Number.MAX_SAFE_INTEGER): number {
  const number = Number(value);
  if (Number.isSafeInteger(number) && number > 0 && number <= most) return number;
  const limit = most === Number.MAX_SAFE_INTEGER ? '' : ` and up to ${most}`;
  throw usage(`${raw} is "${value}"`, `give a whole number above 0${limit}`);
}

function readBoolean(
  raw: string,
  name: string,
  value: string | undefined,
  specs: Readonly<Record<string, OptionSpec>>,
): boolean {
  if (value !== undefined && value !== 'true' && value !== 'false') {
    throw usage(`${raw} is "${value}"`, `write ${raw} or ${raw}=false`);
  }
  const said = value !== 'false';
  return Object.hasOwn(specs, name) ? said : !said;
}

function usage(because: string, fix: string): PluginError {
  return new PluginError('USAGE', { doing: 'understand the command line', because, fix });
}
