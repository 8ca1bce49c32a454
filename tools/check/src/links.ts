import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const LINK = /\[[^\]]*\]\(([^)\s]+)\)/g;
const FENCE = /^```[\s\S]*?^```/gm;

/** The anchor that GitHub gives a heading. */
function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}

function anchors(markdown: string): ReadonlySet<string> {
  return new Set([...markdown.replace(FENCE, '').matchAll(/^#+\s+(.*)$/gm)].map((match) => slug(match[1] ?? '')));
}

/**
 * The links of one Markdown file that lead nowhere: a missing file, or an anchor without a heading. Links with a scheme
 * are left alone, as a test must not need the network.
 *
 * @param file absolute path
 * @returns the dead targets as written
 */
export function deadLinks(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8').replace(FENCE, '');
  const targets = [...text.matchAll(LINK)].map((match) => match[1] ?? '');
  return targets.filter((target) => {
    if (/^[a-z][a-z0-9+.-]*:/.test(target)) return false;
    const [path = '', anchor] = target.split('#');
    const linked = path === '' ? file : join(dirname(file), path);
    if (!existsSync(linked)) return true;
    return anchor !== undefined && linked.endsWith('.md') && !anchors(readFileSync(linked, 'utf8')).has(anchor);
  });
}
