import { ImageError } from './error.ts';

/** What is known about a build that did not work. */
export interface FailedBuild {
  readonly project: string;
  /** Path of the Dockerfile as the user knows it; its lines are those of the staged one. */
  readonly dockerfilePath: string;
  readonly dockerfile: string;
  /** Everything that docker printed, both streams. */
  readonly output: readonly string[];
}

const SHOWN = 8;

/** Turns the output of a failed `docker build` into an error with the Dockerfile's line and the last words. Pure. */
export function buildFailure({ project, dockerfilePath, dockerfile, output }: FailedBuild): ImageError {
  const step = failedStep(output);
  const line = namedLine(output) ?? lineOf(step, dockerfile);
  const where = line === undefined ? dockerfilePath : `${dockerfilePath}:${line}`;
  const instruction = line === undefined ? step : dockerfile.split('\n')[line - 1]?.trim();
  const because = [instruction ?? 'docker build failed', ...lastWords(output)].join('\n    ');
  const fix = `correct ${where} or the files it copies, then run: npx nx run ${project}:docker-build`;
  return new ImageError('BUILD_FAILED', { doing: `build the image of ${project} (${where})`, because, fix });
}

/** Newer BuildKit prints `Dockerfile:3`; every parser says at which line it stopped. */
function namedLine(output: readonly string[]): number | undefined {
  const text = output.join('\n');
  const match = /^Dockerfile:(\d+)\s*$/m.exec(text) ?? /parse error (?:on )?line (\d+)/i.exec(text);
  return match === null ? undefined : Number(match[1]);
}

/** The instruction that failed: of BuildKit `#7 [3/3] RUN false` and then `#7 ERROR`, of the legacy builder the last step. */
function failedStep(output: readonly string[]): string | undefined {
  const text = output.join('\n');
  const number = failedNumber(output);
  if (number === undefined) return [...text.matchAll(/^Step \d+\/\d+ : (.*)$/gm)].at(-1)?.[1];
  return new RegExp(String.raw`^#${number} \[[^\]]*\] (.*)$`, 'm').exec(text)?.[1];
}

function failedNumber(output: readonly string[]): string | undefined {
  return /^#(\d+) ERROR/m.exec(output.join('\n'))?.[1];
}

/** Docker joins continued lines, so the instruction begins with the first of them. */
function lineOf(step: string | undefined, dockerfile: string): number | undefined {
  if (step === undefined) return undefined;
  const index = dockerfile.split('\n').findIndex((line) => {
    const start = squeeze(line.replace(/\\\s*$/, ''));
    return start !== '' && squeeze(step).startsWith(start);
  });
  return index < 0 ? undefined : index + 1;
}

/** What the failed step itself said, if BuildKit numbers it, else the last lines of all. */
function lastWords(output: readonly string[]): string[] {
  const number = failedNumber(output);
  const own = number === undefined ? [] : output.filter((line) => line.startsWith(`#${number} `));
  const words = [...(own.length > 0 ? own : output), output.findLast((line) => line.startsWith('ERROR')) ?? '']
    .map((line) => line.replace(/^#\d+ (?:\d+\.\d+ )?/, '').trim())
    .filter((line) => line !== '' && !isFrame(line));
  return [...new Set(words)].slice(-SHOWN);
}

/** BuildKit frames the excerpt of the Dockerfile, which we name by file and line anyway. */
function isFrame(text: string): boolean {
  return (
    /^-+$/.test(text) ||
    /^\d+ \| /.test(text) ||
    /^Dockerfile:\d+$/.test(text) ||
    /^(?:> )?\[[^\]]*\d\/\d+\]/.test(text)
  );
}

function squeeze(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ');
}
