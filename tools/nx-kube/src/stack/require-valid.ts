import type { Issue } from '@nx-kube/manifests/checks';

import { PluginError } from '../error.ts';

/**
 * Refuses objects with faults, all of them at once.
 *
 * @param what such as `environment prod`
 * @throws PluginError INVALID_MANIFEST
 */
export function requireValid(issues: readonly Issue[], what: string): void {
  if (issues.length === 0) return;
  const because = issues.map(issueText).join('\n');
  const fix = 'correct the stack or its values; nothing was written to the cluster';
  throw new PluginError('INVALID_MANIFEST', { doing: `accept the objects of ${what}`, because, fix });
}

/** One fault on one line. Pure. */
function issueText({ object, path, message, fix, source }: Issue): string {
  return `${object} ${path}: ${message} (${fix})${source === undefined ? '' : ` at ${source}`}`;
}
