'use client';

import { useId, useMemo, useRef, useState } from 'react';
import type { JSX } from 'react';

import type { Locale } from '../i18n/locale.ts';
import type { ChatMessages } from '../i18n/messages.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Announcer } from './announcer.tsx';
import styles from './chat-panel.module.css';
import { shownTurn } from './chat-state.ts';
import type { ChatState, InitialChat } from './chat-state.ts';
import { Composer } from './composer.tsx';
import { ConversationList } from './conversation-list.tsx';
import { FailureNote } from './failure-note.tsx';
import { MessageList } from './message-list.tsx';
import { useOnline } from './online.ts';
import { ChatTextsContext } from './texts.ts';
import { isRunning } from './turn.ts';
import { useChatStore } from './use-chat-store.ts';

/** What the page gives. */
export interface ChatPanelProps {
  readonly userId: string;
  readonly locale: Locale;
  readonly messages: ChatMessages;
  /** What the server has loaded already; without it the panel loads by itself. */
  readonly initial?: InitialChat | undefined;
}

/** The assistant: fills its frame, scrolls inside. The frame is labelled by its heading, `chat-title`. */
export function ChatPanel({ userId, locale, messages: texts, initial }: ChatPanelProps): JSX.Element {
  const [store, state] = useChatStore(userId, initial);
  const words = useMemo(() => ({ texts, locale }), [texts, locale]);
  const [listed, setListed] = useState(false);
  const listId = useId();
  const input = useRef<HTMLTextAreaElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const online = useOnline();
  const running = isRunning(state.turn);
  const write = (): void => input.current?.focus();
  const say = (message: string): void => {
    store.send({ message });
    write();
  };
  return (
    <ChatTextsContext value={words}>
      <div className={styles['panel']}>
        <header className={styles['head']}>
          <div className={styles['titles']}>
            <h2 id="chat-title">{texts.title}</h2>
            <p className={styles['conversation']}>
              <bdi>{titleOf(state) ?? texts.conversations.start}</bdi>
            </p>
          </div>
          <Button
            ref={opener}
            kind="quiet"
            shape="icon"
            aria-label={texts.conversations.open}
            aria-expanded={listed}
            aria-controls={listId}
            onClick={() => setListed(!listed)}
          >
            <Icon name="history" />
          </Button>
          <Button
            kind="quiet"
            shape="icon"
            aria-label={texts.conversations.start}
            onClick={() => {
              store.select(undefined);
              setListed(false);
              write();
            }}
          >
            <Icon name="add" />
          </Button>
        </header>
        <div className={styles['body']}>
          {listed && (
            <ConversationList
              id={listId}
              conversations={state.conversations ?? []}
              current={state.conversationId}
              store={store}
              onClose={() => {
                setListed(false);
                opener.current?.focus();
              }}
            />
          )}
          <MessageList state={state} store={store} sayable={online && !running} onSay={say} onDecided={write} />
        </div>
        <div className={styles['notices']}>
          {state.failure && <FailureNote failure={state.failure} />}
          <p role="status">{online ? '' : texts.state.offline}</p>
          {state.turn?.assistant === 'offline' && <p>{texts.state.offlineAssistant}</p>}
        </div>
        <Composer input={input} running={running} online={online} onSend={say} onStop={store.stop} />
        <Announcer turn={shownTurn(state)} />
      </div>
    </ChatTextsContext>
  );
}

function titleOf({ conversations, conversationId }: ChatState): string | undefined {
  return conversations?.find((one) => one.id === conversationId)?.title;
}
