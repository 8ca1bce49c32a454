import type { AccessToken } from '../account/client/access-token.ts';
import { ChatError, failureOf } from './failure.ts';
import type { ChatMessage, Confirmation, Conversation } from './protocol.ts';
import { list, readConfirmation, readConversation, readMessage, record } from './read-event.ts';

/** What is sent to the assistant: words, or the answer to its question. */
export type ChatRequest =
  | { readonly message: string }
  | { readonly confirmToken: string; readonly decision: 'confirm' | 'cancel' };

/** Some messages of a conversation, oldest first. */
export interface MessagePage {
  readonly messages: readonly ChatMessage[];
  /** Whether there may be messages before these. */
  readonly hasOlder: boolean;
  /** What the assistant waits to be told, if it does. */
  readonly question: Confirmation | undefined;
}

/** How a message is sent. */
export interface SendOptions {
  /** The same for every try to send one message: the backend then answers it once. */
  readonly key: string;
  readonly signal: AbortSignal;
}

/** The backend's chat routes, for one user; each method throws {@link ChatError}, or what `fetch` and the token's giver throw. */
export interface ChatApi {
  conversations(): Promise<readonly Conversation[]>;
  messages(conversationId: number, before?: number): Promise<MessagePage>;
  rename(conversationId: number, title: string): Promise<void>;
  remove(conversationId: number): Promise<void>;
  cancel(turnId: string): Promise<void>;
  /** Opens the event stream of a new turn; of the same one again when the key is that of an earlier try. */
  send(request: ChatRequest, conversationId: number | undefined, options: SendOptions): Promise<ByteStream>;
  /** Opens the event stream of a turn again, after the event with this id; empty: from its start. */
  resume(turnId: string, lastEventId: string, signal: AbortSignal): Promise<ByteStream>;
}

type ByteStream = ReadableStream<Uint8Array<ArrayBuffer>>;

const PAGE = 50;
const MOST_CONVERSATIONS = 100;

/**
 * Speaks with the backend over `fetch`, with a token that is renewed once when it is refused.
 *
 * @param base where `/api` is: empty in the browser, the backend's address on the server
 */
export function chatApi(userId: string, token: AccessToken, base = ''): ChatApi {
  const root = `${base}/api/${encodeURIComponent(userId)}`;

  async function request(path: string, init: RequestInit = {}, fresh = false): Promise<Response> {
    const bearer = await token({ fresh });
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${bearer}`);
    const response = await fetch(`${root}/${path}`, { cache: 'no-store', ...init, headers });
    if (response.ok) return response;
    await response.body?.cancel();
    if (response.status === 401 && !fresh) return request(path, init, true);
    throw new ChatError(failureOf(response));
  }
  async function stream(path: string, init: RequestInit): Promise<ByteStream> {
    const { body } = await request(path, init);
    if (body === null) throw new ChatError({ code: 'unavailable' });
    return body;
  }

  return {
    async conversations() {
      const body = record(await (await request(`conversations?limit=${MOST_CONVERSATIONS}`)).json());
      return list(body['conversations']).map(readConversation);
    },
    async messages(conversationId, before) {
      const query = `conversation_id=${conversationId}&limit=${PAGE}${before === undefined ? '' : `&before=${before}`}`;
      const body = record(await (await request(`chat/history?${query}`)).json());
      const messages = list(body['messages'])
        .map(readMessage)
        .toSorted((a, b) => a.id - b.id);
      const asked = body['confirmation_required'];
      const question = asked === undefined ? undefined : readConfirmation(asked);
      return { messages, hasOlder: messages.length === PAGE, question };
    },
    async rename(conversationId, title) {
      await request(`conversations/${conversationId}`, json('PUT', { title }));
    },
    async remove(conversationId) {
      await request(`conversations/${conversationId}`, { method: 'DELETE' });
    },
    async cancel(turnId) {
      await request(`chat/turns/${encodeURIComponent(turnId)}/cancel`, { method: 'POST' });
    },
    send: (what, conversationId, { key, signal }) =>
      stream('chat/stream', { ...json('POST', wireRequest(what, conversationId), { 'idempotency-key': key }), signal }),
    resume: (turnId, lastEventId, signal) =>
      stream(`chat/turns/${encodeURIComponent(turnId)}/events`, {
        signal,
        headers: lastEventId === '' ? {} : { 'last-event-id': lastEventId },
      }),
  };
}

function json(method: string, body: object, headers: Readonly<Record<string, string>> = {}): RequestInit {
  return { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } };
}

function wireRequest(what: ChatRequest, conversationId: number | undefined): object {
  const known = conversationId === undefined ? {} : { conversation_id: conversationId };
  if ('message' in what) {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    return { message: what.message, time_zone: timeZone, ...known };
  }
  return { confirm_token: what.confirmToken, decision: what.decision, ...known };
}
