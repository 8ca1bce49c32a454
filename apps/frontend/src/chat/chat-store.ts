import { randomKey } from '../security/random-key.ts';
import type { ChatApi, ChatRequest } from './chat-api.ts';
import { chatReducer, initialState } from './chat-state.ts';
import type { ChatAction, ChatState, InitialChat } from './chat-state.ts';
import { failureFrom } from './failure.ts';
import { followTurn } from './follow-turn.ts';
import type { TurnEvent } from './protocol.ts';
import { isRunning, newTurn, withEvent } from './turn.ts';
import type { Turn } from './turn.ts';

/** What the store needs of the world. */
export interface ChatStoreOptions {
  readonly api: ChatApi;
  readonly initial: InitialChat | undefined;
  /** Which turn was running here before the page was loaded again. */
  readonly memory: TurnMemory;
  /** Waits, less long when the network comes back. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Called when the assistant has changed tasks. */
  readonly onTasksChanged: () => void;
}

/** Keeps one turn's name over a reload of the page. */
export interface TurnMemory {
  recall(): RunningTurn | undefined;
  keep(turn: RunningTurn | undefined): void;
}

/** Where a turn is to be found. */
export interface RunningTurn {
  readonly turnId: string;
  readonly conversationId: number;
}

/** The chat as a thing that is subscribed to and acted on; knows no React. */
export interface ChatStore {
  readonly get: () => ChatState;
  readonly subscribe: (listener: () => void) => () => void;
  /** Loads what the page did not bring, and follows a turn that still runs. Returns what ends all that. */
  readonly start: () => () => void;
  readonly send: (request: ChatRequest) => void;
  /** Asks the backend to stop the turn. */
  readonly stop: () => void;
  /** After a failure: follows the turn again where it is known, else sends the same again. */
  readonly retry: () => void;
  /** Shows a conversation; undefined: a new one. */
  readonly select: (conversationId: number | undefined) => void;
  readonly loadOlder: () => void;
  /** Loads what is shown again, after that failed. */
  readonly reload: () => void;
  readonly rename: (conversationId: number, title: string) => void;
  readonly remove: (conversationId: number) => void;
}

const CHANGES = new Set(['add_task', 'complete_task', 'delete_task', 'update_task']);

/** After these waits an answer is looked for that nobody streams to this page; together as long as a turn may take. */
const ANSWER_DELAYS_MS = [300, 700, 1000, 2000, 4000, 8000, 15_000, 30_000];

/** Makes a store; nothing happens before `start`. */
export function chatStore({ api, initial, memory, wait, onTasksChanged }: ChatStoreOptions): ChatStore {
  let state = initialState(initial);
  let life = new AbortController();
  let stopWanted = false;
  /** Of the message that was sent last. */
  let sentKey = '';
  const listeners = new Set<() => void>();

  function dispatch(action: ChatAction): void {
    state = chatReducer(state, action);
    for (const listener of listeners) listener();
  }
  const now = (): string => new Date().toISOString();

  /** Runs an act on the lists; a failure is shown, unless nobody looks any more. */
  async function attempt(act: () => Promise<void>, otherwise?: () => void): Promise<void> {
    const { signal } = life;
    try {
      await act();
    } catch (error) {
      if (signal.aborted) return;
      if (otherwise === undefined) dispatch({ type: 'failed', failure: failureFrom(error) });
      else otherwise();
    }
  }
  async function loadConversations(): Promise<void> {
    dispatch({ type: 'conversations', conversations: await api.conversations() });
  }
  function loadMessages(conversationId: number): Promise<void> {
    return attempt(
      async () => {
        dispatch({ type: 'messages', conversationId, page: await api.messages(conversationId) });
        void attempt(awaitAnswer, () => undefined);
      },
      () => dispatch({ type: 'history-failed', conversationId }),
    );
  }
  /** Asks for the answer to what was said last, while it is written for a page that is gone. */
  async function awaitAnswer(): Promise<void> {
    const { signal } = life;
    const { conversationId } = state;
    for (const delay of ANSWER_DELAYS_MS) {
      if (conversationId === undefined || state.messages.at(-1)?.role !== 'user') return;
      await wait(delay);
      if (signal.aborted || conversationId !== state.conversationId || isRunning(state.turn)) return;
      const page = await api.messages(conversationId);
      if (isRunning(state.turn)) return;
      dispatch({ type: 'messages', conversationId, page });
      if (page.messages.at(-1)?.role === 'assistant') onTasksChanged();
    }
  }
  function select(conversationId: number | undefined): void {
    dispatch({ type: 'select', conversationId });
    if (conversationId !== undefined) void loadMessages(conversationId);
  }
  function loadAll(): Promise<void> {
    return attempt(
      async () => {
        await loadConversations();
        select(state.conversationId ?? state.conversations?.[0]?.id);
      },
      () => dispatch({ type: 'history-failed', conversationId: state.conversationId }),
    );
  }

  function noticed(event: TurnEvent, turn: Turn): void {
    if (event.type === 'tool_call' && !event.call.isError && CHANGES.has(event.call.tool)) onTasksChanged();
    if (event.type !== 'conversation' || turn.turnId === undefined) return;
    memory.keep({ turnId: turn.turnId, conversationId: event.conversationId });
    if (stopWanted) stop();
    // A conversation that has just begun gets its title with its first message.
    if (!state.conversations?.some((one) => one.id === event.conversationId))
      void attempt(loadConversations, () => undefined);
  }

  async function follow(begun: Turn, request?: ChatRequest, key = ''): Promise<void> {
    const { signal } = life;
    let turn = begun;
    const connections = {
      ...(request && { send: () => api.send(request, begun.conversationId, { key, signal }) }),
      ...(begun.turnId !== undefined && { turnId: begun.turnId }),
      resume: (turnId: string, lastEventId: string) => api.resume(turnId, lastEventId, signal),
    };
    try {
      for await (const event of followTurn({ ...connections, wait, signal })) {
        const next: Turn = event === 'reconnecting' ? { ...turn, state: event } : withEvent(turn, event);
        if (next === turn) continue;
        turn = next;
        dispatch({ type: 'turn', turn, at: now() });
        if (event !== 'reconnecting') noticed(event, turn);
      }
    } catch (error) {
      if (signal.aborted) return;
      turn = { ...turn, state: 'failed', failure: failureFrom(error) };
      dispatch({ type: 'turn', turn, at: now() });
    }
    if (isRunning(turn) || signal.aborted) return;
    if (turn.failure?.code !== 'network') memory.keep(undefined);
    // The order of the list is that of the last use.
    void attempt(loadConversations, () => undefined);
  }

  function send(request: ChatRequest, key = randomKey()): void {
    if (isRunning(state.turn)) return;
    stopWanted = false;
    sentKey = key;
    const turn = newTurn(state.conversationId);
    dispatch({ type: 'send', request, turn, at: now() });
    void follow(turn, request, key);
  }
  function followAgain({ turnId, conversationId }: RunningTurn): void {
    const turn = newTurn(conversationId, turnId);
    dispatch({ type: 'turn', turn, at: now() });
    void follow(turn);
  }
  function stop(): void {
    stopWanted = true;
    const turnId = state.turn?.turnId;
    if (isRunning(state.turn) && turnId !== undefined) void attempt(() => api.cancel(turnId));
  }

  return {
    get: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start() {
      life = new AbortController();
      if (state.history === 'loading') void loadAll();
      const running = memory.recall();
      if (running !== undefined) followAgain(running);
      else void attempt(awaitAnswer, () => undefined);
      return () => life.abort();
    },
    send: (request) => send(request),
    stop,
    retry() {
      const { turn, request } = state;
      if (turn?.state !== 'failed') return;
      const { turnId, conversationId, failure } = turn;
      if (failure?.code === 'network' && turnId !== undefined && conversationId !== undefined)
        followAgain({ turnId, conversationId });
      // What failed as an answer is asked for anew; what may only have been lost on the way is not done twice.
      else if (request !== undefined) send(request, failure?.code === 'assistant' ? undefined : sentKey);
    },
    select(conversationId) {
      if (conversationId === undefined || conversationId !== state.conversationId) select(conversationId);
    },
    loadOlder() {
      const { conversationId, messages } = state;
      const before = messages.find((message) => message.id > 0)?.id;
      if (conversationId === undefined || before === undefined) return;
      void attempt(async () =>
        dispatch({ type: 'older', conversationId, page: await api.messages(conversationId, before) }),
      );
    },
    reload() {
      if (state.conversationId === undefined) void loadAll();
      else select(state.conversationId);
    },
    rename(conversationId, title) {
      void attempt(async () => {
        await api.rename(conversationId, title);
        dispatch({ type: 'renamed', conversationId, title });
      });
    },
    remove(conversationId) {
      void attempt(async () => {
        await api.remove(conversationId);
        dispatch({ type: 'removed', conversationId });
      });
    },
  };
}
