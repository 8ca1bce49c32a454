import { chatApi } from './chat-api.ts';
import type { InitialChat } from './chat-state.ts';

/**
 * What the panel starts with, for the page's first paint; runs on the server.
 *
 * @param options.conversationId the page's search parameter `conversation`; what is none of the user's shows the last one used
 * @returns undefined where the backend does not answer: the panel then tries by itself
 */
export async function readInitialChat(options: {
  readonly backendUrl: string;
  readonly userId: string;
  readonly token: string;
  readonly conversationId?: string | readonly string[] | undefined;
}): Promise<InitialChat | undefined> {
  const { backendUrl, userId, token, conversationId: wanted } = options;
  const api = chatApi(userId, () => Promise.resolve(token), backendUrl);
  try {
    const conversations = await api.conversations();
    const shown = conversations.find(({ id }) => String(id) === wanted) ?? conversations[0];
    if (shown === undefined)
      return { conversations, conversationId: undefined, messages: [], hasOlder: false, question: undefined };
    return { conversations, conversationId: shown.id, ...(await api.messages(shown.id)) };
  } catch {
    return undefined;
  }
}
