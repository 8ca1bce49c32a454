import type { ConfirmationStore } from '@todo/todo-db';
import * as z from 'zod';
import type { AssistantEvent, NamedTask } from '../assistant/assistant.ts';
import { ApiProblem } from '../http/api-problem.ts';
import { digestOf, signConfirmation, verifyConfirmation, type ConfirmationScope } from './confirmation-token.ts';
import type { ConfirmationRequired } from './events.ts';

/** Asks and redeems confirmations, on any replica: the key and the single use are in the database. */
export interface Confirmations {
  create(
    scope: ConfirmationScope,
    wish: Extract<AssistantEvent, { type: 'confirmation' }>,
  ): Promise<ConfirmationRequired>;
  /** The question that the conversation still waits with, as it was asked. */
  pending(scope: ConfirmationScope): Promise<ConfirmationRequired | undefined>;
  /**
   * Uses a token up.
   *
   * @returns what was asked
   * @throws ApiProblem when the token is not this user's for this conversation, has expired, or was used before
   */
  redeem(scope: ConfirmationScope, token: string): Promise<readonly NamedTask[]>;
}

const VALID_MILLISECONDS = 10 * 60_000;
const payload = z.object({
  message: z.string(),
  tasks: z.array(z.object({ id: z.int().positive(), title: z.string() })),
});

/** @param key the replicas' common signing key, asked for at first use */
export function createConfirmations(store: ConfirmationStore, key: () => Promise<Uint8Array>): Confirmations {
  const question = async (
    scope: ConfirmationScope,
    { id, message, tasks, expiresAt }: z.infer<typeof payload> & { readonly id: string; readonly expiresAt: Date },
  ): Promise<ConfirmationRequired> => {
    const claims = { id, tasks: digestOf(tasks.map((task) => task.id)), exp: expiresAt.getTime() };
    return {
      action: 'delete_tasks',
      message,
      affected_items: tasks,
      confirm_token: signConfirmation(await key(), scope, claims),
      expires_at: expiresAt.toISOString(),
    };
  };
  return {
    async create(scope, { action, message, tasks }) {
      const asked = { message, tasks: tasks.map(({ id, title }) => ({ id, title })) };
      const expiresAt = new Date(Date.now() + VALID_MILLISECONDS);
      const { id } = await store.create({ ...scope, action, payload: asked, expiresAt });
      return question(scope, { id, ...asked, expiresAt });
    },
    async pending(scope) {
      const found = await store.open(scope.userId, scope.conversationId);
      return found && question(scope, { ...found, ...payload.parse(found.payload) });
    },
    async redeem(scope, token) {
      const claims = verifyConfirmation(await key(), scope, token);
      if (!claims) throw refused('The confirmation is not valid in this conversation.');
      if (claims.exp <= Date.now()) throw refused('The confirmation has expired; ask again.');
      const used = await store.use(scope.userId, scope.conversationId, claims.id);
      if (used === undefined) throw new ApiProblem(409, 'CONFLICT', { title: 'Conflict', detail: USED });
      const { tasks } = payload.parse(used);
      if (digestOf(tasks.map(({ id }) => id)) !== claims.tasks) throw refused('The confirmation is about other tasks.');
      return tasks;
    },
  };
}

const USED = 'The confirmation was used before, or has expired; ask again.';

function refused(detail: string): ApiProblem {
  return new ApiProblem(422, 'INVALID', {
    title: 'Unprocessable content',
    detail,
    errors: [{ path: 'body.confirm_token', message: detail }],
  });
}
