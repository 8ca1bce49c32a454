import type { ChatRequest, MessagePage } from './chat-api.ts';
import type { Failure } from './failure.ts';
import type { ChatMessage, Confirmation, Conversation } from './protocol.ts';
import { isRunning, messageOf } from './turn.ts';
import type { Turn } from './turn.ts';

/** All that the panel shows. */
export interface ChatState {
  /** Last used first; undefined until they have been loaded. */
  readonly conversations: readonly Conversation[] | undefined;
  /** The conversation that is shown; undefined: one that has yet to begin. */
  readonly conversationId: number | undefined;
  readonly messages: readonly ChatMessage[];
  readonly hasOlder: boolean;
  /** A question that was open when the messages were loaded, and has not been answered since. */
  readonly question: Confirmation | undefined;
  readonly history: 'ready' | 'loading' | 'failed';
  /** The last turn, wherever it takes place. */
  readonly turn: Turn | undefined;
  /** What that turn answers; undefined where it was found running after a reload. */
  readonly request: ChatRequest | undefined;
  /** Whether that turn began in what is shown now; tells new conversations apart, as these have no number yet. */
  readonly turnBeganHere: boolean;
  /** Why the last act on the list of conversations failed. */
  readonly failure: Failure | undefined;
}

/** Something that happened. */
export type ChatAction =
  | { readonly type: 'conversations'; readonly conversations: readonly Conversation[] }
  | { readonly type: 'select'; readonly conversationId: number | undefined }
  | { readonly type: 'messages'; readonly conversationId: number; readonly page: MessagePage }
  | { readonly type: 'older'; readonly conversationId: number; readonly page: MessagePage }
  | { readonly type: 'history-failed'; readonly conversationId: number | undefined }
  | { readonly type: 'send'; readonly request: ChatRequest | undefined; readonly turn: Turn; readonly at: string }
  | { readonly type: 'turn'; readonly turn: Turn; readonly at: string }
  | { readonly type: 'renamed'; readonly conversationId: number; readonly title: string }
  | { readonly type: 'removed'; readonly conversationId: number }
  | { readonly type: 'failed'; readonly failure: Failure | undefined };

/** What a page was rendered with. */
export interface InitialChat extends MessagePage {
  readonly conversations: readonly Conversation[];
  readonly conversationId: number | undefined;
}

/** The state before anything happened. */
export function initialState(initial: InitialChat | undefined): ChatState {
  return {
    conversations: initial?.conversations,
    conversationId: initial?.conversationId,
    messages: initial?.messages ?? [],
    hasOlder: initial?.hasOlder ?? false,
    question: initial?.question,
    history: initial === undefined ? 'loading' : 'ready',
    turn: undefined,
    request: undefined,
    turnBeganHere: false,
    failure: undefined,
  };
}

/** The turn, where it belongs to what is shown. */
export function shownTurn({ turn, turnBeganHere, conversationId }: ChatState): Turn | undefined {
  if (turn?.conversationId === undefined) return turnBeganHere ? turn : undefined;
  return turn.conversationId === conversationId ? turn : undefined;
}

/** The state after it. */
export function chatReducer(state: ChatState, action: ChatAction): ChatState {
  switch (action.type) {
    case 'conversations':
      return { ...state, conversations: action.conversations };
    case 'select':
      return selected(state, action.conversationId);
    case 'messages':
      if (action.conversationId !== state.conversationId) return state;
      return { ...state, ...action.page, history: 'ready' };
    case 'older':
      if (action.conversationId !== state.conversationId) return state;
      return { ...state, messages: merged(action.page.messages, state.messages), hasOlder: action.page.hasOlder };
    case 'history-failed':
      return action.conversationId === state.conversationId ? { ...state, history: 'failed' } : state;
    case 'send':
      return sent(state, action);
    case 'turn':
      return advanced(state, action.turn, action.at);
    case 'renamed':
      return {
        ...state,
        conversations: state.conversations?.map((one) =>
          one.id === action.conversationId ? { ...one, title: action.title } : one,
        ),
      };
    case 'removed':
      return removed(state, action.conversationId);
    case 'failed':
      return { ...state, failure: action.failure };
    default:
      return action satisfies never;
  }
}

function selected(state: ChatState, conversationId: number | undefined): ChatState {
  return {
    ...state,
    conversationId,
    messages: [],
    hasOlder: false,
    question: undefined,
    history: conversationId === undefined ? 'ready' : 'loading',
    turnBeganHere: false,
    failure: undefined,
  };
}

function sent(state: ChatState, { request, turn, at }: Extract<ChatAction, { type: 'send' }>): ChatState {
  const next: ChatState = { ...state, request, turn, question: undefined, turnBeganHere: true, failure: undefined };
  if (request === undefined || !('message' in request)) return next;
  // Numbers of our own count down from the lowest; the backend's begin at 1.
  const id = Math.min(0, ...state.messages.map((message) => message.id)) - 1;
  const said: ChatMessage = { id, role: 'user', content: request.message, toolCalls: [], createdAt: at };
  // What is said again after a failure stands there already.
  const before = isRepeated(state, request.message) ? state.messages.slice(0, -1) : state.messages;
  return { ...next, messages: [...before, said] };
}

function isRepeated(state: ChatState, message: string): boolean {
  const last = state.messages.at(-1);
  return shownTurn(state)?.state === 'failed' && last?.role === 'user' && last.content === message;
}

function advanced(state: ChatState, turn: Turn, at: string): ChatState {
  const next = { ...state, turn };
  // A new conversation has got its number.
  const conversationId = state.turnBeganHere ? (turn.conversationId ?? state.conversationId) : state.conversationId;
  if (turn.conversationId !== conversationId) return next;
  const answer = isRunning(turn) ? undefined : messageOf(turn, at);
  const messages = answer === undefined ? state.messages : merged(state.messages, [answer]);
  return { ...next, conversationId, messages };
}

function removed(state: ChatState, conversationId: number): ChatState {
  const conversations = state.conversations?.filter((one) => one.id !== conversationId);
  const next = { ...state, conversations };
  return state.conversationId === conversationId ? selected(next, undefined) : next;
}

/** Both lists in their order, without the messages of the second that the first has. */
function merged(first: readonly ChatMessage[], second: readonly ChatMessage[]): readonly ChatMessage[] {
  const known = new Set(first.map((message) => message.id));
  return [...first, ...second.filter((message) => !known.has(message.id))];
}
