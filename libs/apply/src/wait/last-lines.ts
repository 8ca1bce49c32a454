import type { Cluster } from '../client/cluster.ts';

const LINES = 20;
/** A line of minified code, as Node.js prints it, would bury the rest. */
const LENGTH = 400;
/** What a runtime answers in the place of a log. */
const noLog = /^unable to retrieve container logs for /;

/**
 * The last lines that a container wrote, oldest first. A log that can't be had is no reason to lose the diagnosis: then there
 * are none.
 */
export async function lastLines(
  cluster: Cluster,
  o: { readonly namespace: string; readonly pod: string; readonly container: string; readonly previous: boolean },
): Promise<readonly string[]> {
  const where = { namespace: o.namespace, name: o.pod, container: o.container };
  for (const previous of [o.previous, !o.previous]) {
    const text = await cluster.logs(where, { previous, tailLines: LINES }).catch(() => '');
    const lines = text.split('\n').filter((line) => line.trim() !== '' && !noLog.test(line));
    if (lines.length > 0) return lines.map(cut);
  }
  return [];
}

function cut(line: string): string {
  return line.length > LENGTH ? `${line.slice(0, LENGTH)}…` : line;
}
