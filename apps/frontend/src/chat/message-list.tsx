import { useMemo } from 'react';
import type { JSX } from 'react';

import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { shownTurn } from './chat-state.ts';
import type { ChatState } from './chat-state.ts';
import type { ChatStore } from './chat-store.ts';
import { ConfirmationCard } from './confirmation-card.tsx';
import styles from './message-list.module.css';
import { MessageView } from './message-view.tsx';
import { useTexts } from './texts.ts';
import { TurnView } from './turn-view.tsx';
import { isRunning } from './turn.ts';
import { useStickToEnd } from './use-stick-to-end.ts';
import { Welcome } from './welcome.tsx';

/** The conversation: what was said, the answer in the making, and before all that an invitation. */
export function MessageList(props: {
  readonly state: ChatState;
  readonly store: ChatStore;
  readonly sayable: boolean;
  readonly onSay: (message: string) => void;
  readonly onDecided: () => void;
}): JSX.Element {
  const { state, store, sayable, onSay, onDecided } = props;
  const { texts } = useTexts();
  const turn = shownTurn(state);
  const said = state.messages;
  const question = turn === undefined ? state.question : turn.confirmation;
  const content = useMemo(() => ({ said, turn }), [said, turn]);
  // One's own message is shown wherever one was reading.
  const { box, atEnd, onScroll, toEnd } = useStickToEnd(content, ownMessages(state));
  const views = useMemo(() => said.map((message) => <MessageView key={message.id} message={message} />), [said]);
  const empty = state.history === 'ready' && said.length === 0 && turn === undefined;
  return (
    <div className={styles['frame']}>
      {/* Scrolled by keyboard, hence focusable. */}
      <div
        ref={box}
        className={styles['scroll']}
        role="region"
        aria-label={texts.messages}
        tabIndex={0}
        onScroll={onScroll}
      >
        {empty && <Welcome disabled={!sayable} onSay={onSay} />}
        {state.history === 'loading' && <p className={styles['note']}>{texts.state.loading}</p>}
        {state.history === 'failed' && (
          <div className={styles['note']} role="alert">
            <p>{texts.state.loadFailed}</p>
            <Button onClick={store.reload}>{texts.problems.retry}</Button>
          </div>
        )}
        {state.hasOlder && (
          <div className={styles['older']}>
            <Button kind="quiet" onClick={store.loadOlder}>
              {texts.older}
            </Button>
          </div>
        )}
        {!empty && (
          <ol className={styles['messages']}>
            {views}
            {turn && turn.state !== 'done' && (
              <TurnView
                turn={turn}
                store={store}
                deciding={state.request !== undefined && 'decision' in state.request}
              />
            )}
            {question && (
              <li>
                <ConfirmationCard
                  key={question.confirmToken}
                  confirmation={question}
                  waiting={isRunning(state.turn)}
                  onDecide={(decision) => {
                    store.send({ confirmToken: question.confirmToken, decision });
                    onDecided();
                  }}
                />
              </li>
            )}
          </ol>
        )}
      </div>
      {!atEnd && (
        <div className={styles['toEnd']}>
          <Button shape="icon" aria-label={texts.toNewest} onClick={toEnd}>
            <Icon name="down" />
          </Button>
        </div>
      )}
    </div>
  );
}

function ownMessages({ conversationId, messages }: ChatState): string {
  return `${conversationId} ${messages.filter(({ role }) => role === 'user').length}`;
}
