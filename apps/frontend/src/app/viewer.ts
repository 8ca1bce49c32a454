import { currentSession } from '../account/server/session.ts';
import type { CurrentSession } from '../account/server/session.ts';

/** Who looks at a page. `away`: the database does not answer, so nobody can tell. */
export type Viewer =
  | { readonly state: 'in'; readonly session: CurrentSession }
  | { readonly state: 'out' }
  | { readonly state: 'away' };

/** For pages: a database that is away is something to tell calmly, not an error of the page. */
export async function currentViewer(): Promise<Viewer> {
  try {
    const session = await currentSession();
    return session === undefined ? { state: 'out' } : { state: 'in', session };
  } catch (error) {
    if (isOfNext(error)) throw error;
    return { state: 'away' };
  }
}

/** Next tells by errors of its own that a page has to be rendered for each request. */
function isOfNext(error: unknown): boolean {
  return error instanceof Error && 'digest' in error;
}
