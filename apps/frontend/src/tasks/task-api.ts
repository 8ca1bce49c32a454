import type { NewTask, Task, TaskPage } from '@todo/todo';

import type { TaskEdit } from './task-list-state.ts';

/** Why the backend did not do what it was asked. */
type ApiErrorCode = 'unreachable' | 'signed-out' | 'conflict' | 'missing' | 'too-many' | 'refused';

/** A request that failed; the code decides what is said about it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ApiErrorCode;

  constructor(code: ApiErrorCode, cause?: unknown) {
    super(`ask the backend for tasks: ${code}`, { cause });
    this.code = code;
  }
}

/** Sends one request in the user's name; rejects when nobody answers. */
export type Send = (path: string, init: RequestInit) => Promise<Response>;

/** The backend's routes for tasks, as functions. Each throws `ApiError`. */
export interface TaskApi {
  list(query: URLSearchParams, signal: AbortSignal): Promise<TaskPage>;
  get(id: number): Promise<Task>;
  /** @param key the same for each attempt: the task is made once */
  add(task: NewTask, key: string): Promise<Task>;
  /** Only when the task still has this version. */
  change(id: number, edit: TaskEdit, version: number): Promise<Task>;
  remove(id: number, version: number): Promise<void>;
}

/** Longer than any answer takes; whoever waits longer than that wants to know. */
const TIMEOUT_MS = 15_000;

/** @param send where requests go; `/api/…` paths of this origin */
export function taskApi(userId: string, send: Send): TaskApi {
  const all = `/api/${encodeURIComponent(userId)}/tasks`;

  async function ask(path: string, init: RequestInit): Promise<Response> {
    const signals = [AbortSignal.timeout(TIMEOUT_MS), ...(init.signal ? [init.signal] : [])];
    const response = await send(path, { ...init, signal: AbortSignal.any(signals) }).catch((error: unknown) => {
      throw error instanceof ApiError ? error : new ApiError('unreachable', error);
    });
    if (!response.ok) throw new ApiError(codeOf(response.status));
    return response;
  }
  // A page of something between us that answers 200 in the backend's place is no answer.
  const json = async <T>(response: Response): Promise<T> =>
    (await response.json().catch((error: unknown) => {
      throw new ApiError('unreachable', error);
    })) as T;
  const sent = (body: object, headers: Record<string, string>): RequestInit => ({
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

  return {
    list: async (query, signal) => json(await ask(`${all}?${query.toString()}`, { signal })),
    get: async (id) => json(await ask(`${all}/${id}`, {})),
    add: async (task, key) => json(await ask(all, { method: 'POST', ...sent(task, { 'Idempotency-Key': key }) })),
    change: async (id, edit, version) =>
      json(await ask(`${all}/${id}`, { method: 'PUT', ...sent(edit, { 'If-Match': `"${version}"` }) })),
    remove: async (id, version) => {
      await ask(`${all}/${id}`, { method: 'DELETE', headers: { 'If-Match': `"${version}"` } });
    },
  };
}

function codeOf(status: number): ApiErrorCode {
  switch (status) {
    case 401:
      return 'signed-out';
    case 404:
      return 'missing';
    case 412:
      return 'conflict';
    case 429:
      return 'too-many';
    default:
      return status >= 500 ? 'unreachable' : 'refused';
  }
}
