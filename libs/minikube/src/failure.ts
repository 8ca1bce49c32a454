import type { MinikubeFailure } from './events.ts';
import { parseEvent } from './events.ts';
import type { ErrorParts } from './error.ts';
import type { MinikubeResult } from './run.ts';

/**
 * Words a failed call in minikube's own terms, its advice included. Pure.
 *
 * @param doing clause such as `start profile minikube`
 */
export function explain(doing: string, { stdout, stderr, exitCode }: MinikubeResult): ErrorParts {
  const failure = findFailure(stdout) ?? parseText(stderr) ?? parseText(stdout);
  if (failure === undefined) {
    const because = lastLine(stderr) || lastLine(stdout) || `minikube exited with ${exitCode}`;
    return { doing, because, fix: 'see `minikube logs`, and run the same command again' };
  }
  const because = failure.name === '' ? failure.message : `${failure.name}: ${failure.message}`;
  const advice = [failure.advice, failure.url].filter((text) => text !== '').join(' ');
  return { doing, because, fix: advice === '' ? 'see `minikube logs`, and run the same command again' : advice };
}

/** The error that ended the call has an exit code; those before it are only remarks of the same type. */
function findFailure(stdout: string): MinikubeFailure | undefined {
  const errors = stdout.split('\n').flatMap((line) => {
    const event = parseEvent(line.trim());
    return event?.type === 'error' ? [event] : [];
  });
  return errors.findLast(({ exitCode }) => exitCode !== 0) ?? errors.at(-1);
}

/** Text output: `X Exiting due to NAME: message`, then `* Suggestion: …` and `* Related issue: …`. */
function parseText(text: string): MinikubeFailure | undefined {
  const match = /Exiting due to (?<name>[A-Z_]+): (?<message>.*)/.exec(text)?.groups;
  if (match === undefined) return undefined;
  const advice = /Suggestion: (.*)/.exec(text)?.[1] ?? '';
  const url = /(?:Documentation|Related issue): (\S+)/.exec(text)?.[1] ?? '';
  return { name: match['name'] ?? '', message: match['message'] ?? '', advice, url, exitCode: 1 };
}

function lastLine(text: string): string {
  return (
    text
      .trim()
      .split('\n')
      .at(-1)
      ?.replace(/^[*X!] /, '')
      .trim() ?? ''
  );
}
