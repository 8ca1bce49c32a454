import type { TaskPage } from '@todo/todo';

import { serverToken } from '../account/server/session.ts';
import { upstreamsOf } from '../status/upstreams.ts';
import { taskApi } from '../tasks/task-api.ts';
import { backendQuery } from '../tasks/task-view.ts';
import type { TaskView } from '../tasks/task-view.ts';

/** The first paint waits no longer than this for the backend; the page then says so, and its script goes on trying. */
const PATIENCE_MS = 3000;

/** The tasks of a view, for the first paint; undefined when the backend does not give them. */
export async function firstTasks(
  userId: string,
  { view, now, timeZone }: { readonly view: TaskView; readonly now: Date; readonly timeZone: string },
): Promise<TaskPage | undefined> {
  const { backendUrl } = upstreamsOf(process.env);
  const api = taskApi({ userId, token: serverToken, origin: backendUrl.replace(/\/+$/, '') });
  try {
    return await api.list(backendQuery(view, now, timeZone), AbortSignal.timeout(PATIENCE_MS));
  } catch {
    return undefined;
  }
}
