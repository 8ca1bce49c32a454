import { posix } from 'node:path';

import { badDockerfile, type Instruction, parseDockerfile, type Stage } from './dockerfile.ts';
import { execForm, expand, words } from './words.ts';

/** A `COPY` of the last stage. */
export interface Copy {
  readonly line: number;
  /** In the context, or in the stage `from`. */
  readonly sources: readonly string[];
  /** Absolute; with a slash at the end where it is written as a folder. */
  readonly target: string;
  readonly from?: string;
}

/** What an image says about how it runs. */
export interface ImageFacts {
  readonly env: Readonly<Record<string, string>>;
  readonly workdir: string;
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly copies: readonly Copy[];
}

type Writable = { -readonly [K in keyof ImageFacts]: ImageFacts[K] };

const SCRATCH: ImageFacts = { env: {}, workdir: '/', entrypoint: [], cmd: [], copies: [] };

/**
 * Reads what the last stage of a Dockerfile sets, on top of what it inherits. Pure.
 *
 * @param base text of the Dockerfile of an image that is known here; of any other nothing is inherited
 * @throws {LocalError} `BAD_DOCKERFILE` naming the line
 */
export function imageFacts(text: string, base: (name: string) => string | undefined): ImageFacts {
  const stages = parseDockerfile(text);
  return stageFacts(stages, stages.length - 1, base);
}

function stageFacts(stages: readonly Stage[], at: number, base: (name: string) => string | undefined): ImageFacts {
  const stage = stages[at];
  if (!stage) return SCRATCH;
  const earlier = stages.findLastIndex((other, index) => index < at && other.name === stage.from.toLowerCase());
  const facts: Writable = { ...(earlier === -1 ? inherited(stage.from, base) : stageFacts(stages, earlier, base)) };
  const args: Record<string, string> = {};
  for (const instruction of stage.instructions) {
    const known = { ...args, ...facts.env };
    if (instruction.word === 'ARG') Object.assign(args, pairs(instruction, known));
    else Object.assign(facts, change(facts, instruction, known));
  }
  return facts;
}

/** The files of another image lie in a context of its own: only what it sets is inherited. */
function inherited(name: string, base: (name: string) => string | undefined): ImageFacts {
  const text = base(name);
  return text === undefined ? SCRATCH : { ...imageFacts(text, base), copies: [] };
}

type Known = Readonly<Record<string, string>>;

function change(facts: ImageFacts, instruction: Instruction, known: Known): Partial<ImageFacts> {
  const { word, rest } = instruction;
  switch (word) {
    case 'ENV':
      return { env: { ...facts.env, ...pairs(instruction, known) } };
    case 'WORKDIR':
      return { workdir: posix.resolve(facts.workdir, words(rest, known)[0] ?? '.') };
    case 'CMD':
      return { cmd: commandOf(rest) };
    case 'ENTRYPOINT':
      // As in Docker: a command that was inherited was meant for another entrypoint.
      return { entrypoint: commandOf(rest), cmd: [] };
    case 'COPY':
    case 'ADD':
      return { copies: [...facts.copies, copyOf(instruction, facts.workdir, known)] };
    default:
      return {};
  }
}

function commandOf(rest: string): readonly string[] {
  return execForm(rest) ?? ['/bin/sh', '-c', rest];
}

/** `A=1 B="two words"`, or the older `A two words`. */
function pairs({ line, word, rest }: Instruction, known: Known): Record<string, string> {
  const [, name = '', old] = /^(\w+)(?:\s+([^=\s].*))?$/s.exec(rest) ?? [];
  if (old !== undefined) return { [name]: expand(old, known) };
  const found: Record<string, string> = {};
  for (const pair of words(rest, known)) {
    const at = pair.indexOf('=');
    if (at > 0) found[pair.slice(0, at)] = pair.slice(at + 1);
    else if (word === 'ENV') throw badDockerfile(line, `ENV sets no value for ${pair}`, 'write ENV NAME=value');
  }
  return found;
}

function copyOf({ line, word, rest }: Instruction, workdir: string, known: Known): Copy {
  const flags = /^(?:--\S+\s+)*/.exec(rest)?.[0] ?? '';
  const list = execForm(rest.slice(flags.length)) ?? words(rest.slice(flags.length), known);
  const target = list.at(-1);
  const sources = list.slice(0, -1);
  if (target === undefined || sources.length === 0) {
    throw badDockerfile(line, `${word} has no target`, `write ${word} <source> <target>`);
  }
  const foreign = sources.find((source) => /^[a-z]+:\/\/|^git@/i.test(source));
  if (foreign !== undefined) {
    throw badDockerfile(line, 'it fetches a file from elsewhere', 'let the build of the project fetch it');
  }
  const from = /--from=(\S+)/.exec(flags)?.[1];
  const whole = posix.resolve(workdir, target);
  return {
    line,
    sources,
    target: /\/$|(^|\/)\.$/.test(target) && whole !== '/' ? `${whole}/` : whole,
    ...(from && { from }),
  };
}
