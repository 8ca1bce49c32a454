import { compareText } from './entries.ts';

/** What `docker build` needs besides the staged files. It travels as the last line of the staged Dockerfile. */
export interface BuildSettings {
  readonly platform: string;
  readonly buildArgs: Readonly<Record<string, string>>;
  /** Workspace projects that the image builds on → their references. */
  readonly bases: Readonly<Record<string, string>>;
}

const MARK = '# nx-kube ';

/** Appends the settings as a comment. At the end, because parser directives such as `# syntax=` must come first. */
export function appendSettings(dockerfile: string, settings: BuildSettings): string {
  const text = dockerfile.endsWith('\n') ? dockerfile : `${dockerfile}\n`;
  const { platform, buildArgs, bases } = settings;
  return `${text}${MARK}${JSON.stringify({ bases: sorted(bases), buildArgs: sorted(buildArgs), platform })}\n`;
}

/** Reads back what `appendSettings` wrote; `undefined` if the file was not staged by us. */
export function readSettings(dockerfile: string): BuildSettings | undefined {
  const last = dockerfile.trimEnd().split('\n').at(-1) ?? '';
  if (!last.startsWith(MARK)) return undefined;
  try {
    return JSON.parse(last.slice(MARK.length)) as BuildSettings;
  } catch {
    return undefined;
  }
}

function sorted(record: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => compareText(a, b)));
}
