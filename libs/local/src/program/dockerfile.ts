import { LocalError } from '../error.ts';

/** One instruction with the number of its first line, from 1. */
export interface Instruction {
  readonly line: number;
  /** In upper case. */
  readonly word: string;
  readonly rest: string;
}

/** From one `FROM` to the next. */
export interface Stage {
  readonly from: string;
  readonly name?: string;
  readonly instructions: readonly Instruction[];
}

const KNOWN = new Set(
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  ),
);

/** An error at a line of a Dockerfile. */
export function badDockerfile(line: number, because: string, fix: string): LocalError {
  return new LocalError('BAD_DOCKERFILE', { doing: `read line ${line} of a Dockerfile`, because, fix });
}

/**
 * Reads a Dockerfile as far as it says how its image runs. Pure.
 *
 * @throws {LocalError} `BAD_DOCKERFILE` naming the line
 * @see https://docs.docker.com/reference/dockerfile/
 */
export function parseDockerfile(text: string): readonly Stage[] {
  const stages: { from: string; name?: string; instructions: Instruction[] }[] = [];
  for (const instruction of instructionsOf(text)) {
    const { line, word, rest } = instruction;
    if (!KNOWN.has(word)) throw badDockerfile(line, `${word} is no instruction`, 'correct the instruction');
    const stage = stages.at(-1);
    if (word === 'FROM') stages.push(stageOf(instruction));
    else if (stage) stage.instructions.push({ line, word, rest });
    else if (word !== 'ARG') throw badDockerfile(line, `${word} stands before the first FROM`, 'begin with FROM');
  }
  if (stages.length === 0) throw badDockerfile(1, 'there is no FROM', 'begin with FROM');
  return stages;
}

function stageOf({ line, rest }: Instruction): { from: string; name?: string; instructions: Instruction[] } {
  const found = /^(?:--\S+\s+)*(\S+)(?:\s+as\s+(\S+))?$/i.exec(rest);
  if (!found?.[1]) throw badDockerfile(line, 'FROM names no image', 'write FROM <image> [AS <name>]');
  return { from: found[1], ...(found[2] && { name: found[2].toLowerCase() }), instructions: [] };
}

function instructionsOf(text: string): readonly Instruction[] {
  const instructions: Instruction[] = [];
  let open: { line: number; text: string } | undefined;
  for (const [index, row] of text.split(/\r?\n/).entries()) {
    // Comments and empty lines may stand between the lines of one instruction.
    if (/^\s*(#.*)?$/.test(row)) continue;
    open = { line: open?.line ?? index + 1, text: `${open?.text ?? ''}${row.replace(/\\\s*$/, '')}` };
    if (/\\\s*$/.test(row)) continue;
    instructions.push(instructionOf(open));
    open = undefined;
  }
  if (open) instructions.push(instructionOf(open));
  return instructions;
}

function instructionOf({ line, text }: { readonly line: number; readonly text: string }): Instruction {
  const [, word = '', rest = ''] = /^\s*(\S+)\s*(.*?)\s*$/s.exec(text) ?? [];
  if (/<<-?["']?[A-Za-z]/.test(rest) && /^(RUN|COPY|ADD)$/i.test(word)) {
    throw badDockerfile(line, 'a here-document is not understood here', 'put its text into a file of the context');
  }
  return { line, word: word.toUpperCase(), rest };
}
