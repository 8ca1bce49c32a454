import { useEffect, useState, useSyncExternalStore } from 'react';

import { accessToken } from '../account/client/access-token.ts';
import { chatApi } from './chat-api.ts';
import type { ChatState, InitialChat } from './chat-state.ts';
import { chatStore } from './chat-store.ts';
import type { ChatStore } from './chat-store.ts';
import { waitOrOnline } from './online.ts';
import { turnMemory } from './turn-memory.ts';

/** Told to the task list when the assistant has changed tasks. */
const TASKS_CHANGED = 'todo:tasks-changed';
/** Which conversation is shown, in the page's address. */
const PARAMETER = 'conversation';

/** The store of one user's chat, alive as long as the panel is, and its present state. */
export function useChatStore(userId: string, initial: InitialChat | undefined): readonly [ChatStore, ChatState] {
  const [store] = useState(() =>
    chatStore({
      api: chatApi(userId, accessToken),
      initial,
      memory: turnMemory(userId),
      wait: waitOrOnline,
      onTasksChanged: () => window.dispatchEvent(new Event(TASKS_CHANGED)),
    }),
  );
  const state = useSyncExternalStore(store.subscribe, store.get, store.get);
  useEffect(() => store.start(), [store]);
  const { conversationId } = state;
  useEffect(() => showInAddress(conversationId), [conversationId]);
  return [store, state];
}

/** A reload shows the same conversation again. */
function showInAddress(conversationId: number | undefined): void {
  const url = new URL(window.location.href);
  if (conversationId === undefined) url.searchParams.delete(PARAMETER);
  else url.searchParams.set(PARAMETER, String(conversationId));
  if (url.href !== window.location.href) window.history.replaceState(null, '', url);
}
