import type { BrowserContext } from 'playwright-core';

/**
 * Writes down what no page may ever do: break its Content-Security-Policy, ask another origin, throw.
 *
 * @param problems grows while the pages live
 */
export async function watchProblems(context: BrowserContext, siteUrl: string, problems: string[]): Promise<void> {
  const { origin } = new URL(siteUrl);
  await context.exposeFunction('reportViolation', (what: string) => problems.push(`policy: ${what}`));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const { violatedDirective, blockedURI, sample } = event;
      (globalThis as unknown as { reportViolation(what: string): void }).reportViolation(
        `${violatedDirective} ${blockedURI} ${sample} on ${location.pathname}`,
      );
    });
  });
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol !== 'data:' && url.protocol !== 'blob:' && url.origin !== origin)
      problems.push(`request: ${url.href}`);
  });
  context.on('weberror', (error) => problems.push(`thrown: ${error.error().message}`));
  context.on('console', (message) => {
    // React tells of markup that differs between server and browser here, and the browser of blocked content.
    if (/hydrat|react\.dev\/errors|content security policy/i.test(message.text()) && message.type() === 'error')
      problems.push(`console: ${message.text()}`);
  });
}
