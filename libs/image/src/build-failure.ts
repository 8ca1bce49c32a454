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
  const line = failedLine(output, dockerfile);
  const where = line === undefined ? dockerfilePath : `${dockerfilePath}:${line}`;
  const instruction = line === undefined ? undefined : dockerfile.split('\n')[line - 1]?.trim();
  const words = output.map((text) => text.trim()).filter((text) => text !== '' && !isFrame(text));
  const because = [instruction ?? 'docker build failed', ...words.slice(-SHOWN)].join('\n    ');
  const fix = `correct ${where} or the files it copies, then run: npx nx run ${project}:docker-build`;
  return new ImageError('BUILD_FAILED', { doing: `build the image of ${project} (${where})`, because, fix });
}

/**
 * Finds the line of the Dockerfile that failed. BuildKit prints `Dockerfile:3`, or `parse error on line 3`; the legacy
 * builder prints `parse error line 3`, or only the text of the step it was at.
 */
function failedLine(output: readonly string[], dockerfile: string): number | undefined {
  const text = output.join('\n');
  const numbered = /^Dockerfile:(\d+)\s*$/m.exec(text) ?? /parse error (?:on )?line (\d+)/i.exec(text);
  if (numbered !== null) return Number(numbered[1]);
  const step = [...text.matchAll(/^Step \d+\/\d+ : (.*)$/gm)].at(-1)?.[1];
  if (step === undefined) return undefined;
  const index = dockerfile
    .split('\n')
    .findIndex((line) => squeeze(step).startsWith(squeeze(line.replace(/\\\s*$/, '')) || '\n'));
  return index < 0 ? undefined : index + 1;
}

/** BuildKit frames the excerpt of the Dockerfile, which we name by file and line anyway. */
function isFrame(text: string): boolean {
  return /^-+$/.test(text) || /^\d+ \| /.test(text) || /^Dockerfile:\d+$/.test(text) || text.startsWith('> [');
}

function squeeze(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ');
}
