import type { Message } from 'esbuild';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import type { BundleOptions } from './bundle-service.ts';
import { openDevelopmentBundle } from './development-bundle.ts';

/** One line that asks for a build. */
const Request = z.object({ out: z.string().min(1) });

/** One place where a build stopped. */
interface BuildFault {
  readonly text: string;
  /** Relative to the workspace. */
  readonly file?: string;
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
}

/** The line that answers. */
type Answer =
  | { readonly ok: true; readonly context: string; readonly digest: string }
  | { readonly ok: false; readonly errors: readonly BuildFault[] };

/**
 * Stays, and builds for development whenever a line on stdin asks for it: `{"out":"dist/dev/backend/1"}` is answered by one line,
 * `{"ok":true,"context":…,"digest":…}` or `{"ok":false,"errors":[…]}`. Ends with stdin, so with whoever asks.
 */
export async function serveBuilds(options: BundleOptions): Promise<void> {
  const bundle = await openDevelopmentBundle(options);
  try {
    for await (const line of createInterface({ input: process.stdin })) {
      const answer = await answerTo(line);
      process.stdout.write(`${JSON.stringify(answer)}\n`);
    }
  } finally {
    await bundle.close();
  }

  async function answerTo(line: string): Promise<Answer> {
    try {
      const { out } = Request.parse(JSON.parse(line));
      return { ok: true, context: out, ...(await bundle.build(out)) };
    } catch (error) {
      const errors = (error as { readonly errors?: readonly Message[] }).errors;
      return { ok: false, errors: errors?.map(faultOf) ?? [{ text: String(error) }] };
    }
  }
}

function faultOf({ text, location }: Message): BuildFault {
  if (location === null) return { text };
  return { text, file: location.file, line: location.line, column: location.column + 1 };
}
