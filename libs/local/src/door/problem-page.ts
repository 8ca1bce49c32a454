import { STATUS_CODES } from 'node:http';

import { type DoorProblem, problemText } from './problem.ts';

/** An answer of the door's own. */
export interface ProblemPage {
  readonly status: number;
  readonly reason: string;
  /** Name, value, name, value… */
  readonly headers: readonly string[];
  readonly body: string;
}

/** What of a request decides how the page looks. */
export interface Reader {
  readonly method?: string | undefined;
  readonly accept?: string | undefined;
}

/** A problem as a page for a browser, or as text for everything else. Pure. */
export function problemPage(problem: DoorProblem, { method = 'GET', accept = '' }: Reader): ProblemPage {
  const { status, title, because, fix, retrySeconds } = problemText(problem);
  const html = accept.includes('text/html');
  // A form that was sent is not sent again by itself.
  const refresh = method === 'GET' ? retrySeconds : undefined;
  const again = method === 'GET' || retrySeconds === undefined ? fix : 'Try again in a moment.';
  const body = html
    ? page({ status, title, because, fix: again, refresh })
    : `${title}\n${because}\n${fixForText(again, retrySeconds)}\n`;
  const headers = [
    'Content-Type',
    `text/${html ? 'html' : 'plain'}; charset=utf-8`,
    'Content-Length',
    String(Buffer.byteLength(body)),
    'Cache-Control',
    'no-store',
    'X-Content-Type-Options',
    'nosniff',
    ...(html ? ['Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'"] : []),
    ...(retrySeconds === undefined ? [] : ['Retry-After', String(retrySeconds)]),
  ];
  return { status, reason: STATUS_CODES[status] ?? '', headers, body };
}

function fixForText(fix: string, retrySeconds: number | undefined): string {
  return retrySeconds !== undefined && fix.startsWith('This page') ? 'Try again in a moment.' : fix;
}

interface Content {
  readonly status: number;
  readonly title: string;
  readonly because: string;
  readonly fix: string;
  readonly refresh: number | undefined;
}

function page({ status, title, because, fix, refresh }: Content): string {
  const head = refresh === undefined ? '' : `<meta http-equiv="refresh" content="${refresh}">`;
  const mark =
    refresh === undefined ? `<p class="status">${status}</p>` : '<div class="busy" role="progressbar"></div>';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${head}
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${mark}
<h1>${escape(title)}</h1>
<p>${escape(because)}</p>
<p class="fix">${escape(fix)}</p>
</main>
</body>
</html>
`;
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1d2330; --soft: #5b6475; --ground: #f6f7f9; --card: #fff; --line: #e1e4ea; --mark: #326ce5; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebf1; --soft: #9aa4b5; --ground: #14171d; --card: #1d222b; --line: #2d3440; --mark: #7aa5ff; } }
* { box-sizing: border-box; margin: 0; }
body { min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--ground); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; }
main { width: 100%; max-width: 34rem; padding: 2.25rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; overflow-wrap: anywhere; }
h1 { margin: .75rem 0; font-size: 1.4rem; line-height: 1.25; }
.status { color: var(--mark); font-weight: 600; letter-spacing: .04em; }
.fix { margin-top: 1rem; color: var(--soft); font-size: .9375rem; }
.busy { width: 1.5rem; height: 1.5rem; border: 3px solid var(--line); border-top-color: var(--mark); border-radius: 50%; animation: turn 1s linear infinite; }
@keyframes turn { to { transform: rotate(1turn); } }
@media (prefers-reduced-motion: reduce) { .busy { animation: none; } }
`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (found) => ENTITIES[found] ?? found);
}
