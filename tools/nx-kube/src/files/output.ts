import { isAbsolute, normalize } from 'node:path';

import { PluginError } from '../error.ts';

/** What a verb writes, and where. */
export interface Output {
  /** Absolute path. */
  readonly folder: string;
  /** Path below the folder → content. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  /** Verb that writes; what another verb wrote is not ours. */
  readonly verb: string;
  /** True for the folder that the verb has by itself; one that a person named has to show that it is ours. */
  readonly usual: boolean;
  /** Aborted: what was there before stays. */
  readonly signal: AbortSignal;
}

/**
 * Refuses names that lead out of the folder.
 *
 * @throws PluginError OUTPUT_FOLDER
 */
export function requireInside({ folder, files }: Output): void {
  const outside = Object.keys(files).filter((name) => isAbsolute(name) || normalize(name).startsWith('..'));
  if (outside.length > 0) {
    throw outputError(
      folder,
      `${outside.join(', ')} would lie outside of it`,
      'give the stack and its parts plain names',
    );
  }
}

/** The error for everything that keeps us from writing a folder. */
export function outputError(folder: string, because: string, fix: string, cause?: unknown): PluginError {
  return new PluginError('OUTPUT_FOLDER', { doing: `write ${folder}`, because, fix }, cause);
}

/** Passes on what was thrown on purpose, and names the folder in what the file system says. */
export function asOutputError(folder: string, error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (!(error instanceof Error) || error instanceof PluginError || typeof code !== 'string') return error;
  return outputError(folder, message, 'name a folder that can be written, with --output-path', error);
}
