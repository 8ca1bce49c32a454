import type { NewTask, Task, TaskPage } from '@todo/todo';

import type { TaskEdit } from './task-list-state.ts';

/** Why the backend did not do what it was asked. */
export type ApiErrorCode = 'unreachable' | 'signed-out' | 'conflict' | 'missing' | 'too-many' | 'refused';

/** A request that failed; the code decides what is said about it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ApiErrorCode;

  constructor(code: ApiErrorCode, cause?: unknown) {
    super(`ask the backend for tasks: ${code}`, { cause });
    this.code = code;
  }
}

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

/** Whose tasks, and how to ask for them. */
export interface TaskApiOptions {
  readonly userId: string;
  /** A token that is good now, or, if `fresh`, a new one; throws AccountError when nobody is signed in. */
  readonly token: (options: { readonly fresh: boolean }) => Promise<string>;
  /** Address of the backend, for the server; a browser asks its own origin. */
  readonly origin?: string;
}

/** The routes as functions, for browser and server alike. */
export function taskApi({ userId, token, origin = '' }: TaskApiOptions): TaskApi {
  const all = `/api/${encodeURIComponent(userId)}/tasks`;

  async function once(path: string, init: RequestInit, fresh: boolean): Promise<Response> {
    const signals = [AbortSignal.timeout(TIMEOUT_MS), ...(init.signal ? [init.signal] : [])];
    try {
      const headers = new Headers(init.headers);
      headers.set('Authorization', `Bearer ${await token({ fresh })}`);
      return await fetch(origin + path, { ...init, headers, signal: AbortSignal.any(signals), cache: 'no-store' });
    } catch (error) {
      throw new ApiError(isSignedOut(error) ? 'signed-out' : 'unreachable', error);
    }
  }

  async function ask(path: string, init: RequestInit): Promise<Response> {
    let response = await once(path, init, false);
    // A token may end sooner than it says: keys are replaced, clocks differ.
    if (response.status === 401) response = await once(path, init, true);
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

function isSignedOut(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'SIGNED_OUT';
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
