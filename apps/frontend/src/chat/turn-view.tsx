import type { JSX } from 'react';

import { Button } from '../ui/button.tsx';
import type { ChatStore } from './chat-store.ts';
import { FailureNote } from './failure-note.tsx';
import styles from './message.module.css';
import { RichText } from './rich-text-view.tsx';
import { useTexts } from './texts.ts';
import { ToolCalls } from './tool-calls.tsx';
import { isRunning } from './turn.ts';
import type { Turn } from './turn.ts';

/** The answer in the making, or what remains of one that was not finished, and why. */
export function TurnView(props: {
  readonly turn: Turn;
  readonly store: ChatStore;
  /** Whether the turn answers a question of the assistant. */
  readonly deciding: boolean;
}): JSX.Element {
  const { turn, store, deciding } = props;
  const { texts } = useTexts();
  const running = isRunning(turn);
  return (
    <li className={styles['message']} data-role="assistant" data-running={running}>
      <p className="unseen">{texts.assistant}</p>
      <ToolCalls calls={turn.toolCalls} />
      {turn.text !== '' && <RichText source={turn.text} />}
      {running && <Progress reconnecting={turn.state === 'reconnecting'} writing={turn.text !== ''} />}
      {turn.state === 'cancelled' && <p className={styles['note']}>{texts.state.cancelled}</p>}
      {turn.failure && (
        <FailureNote failure={turn.failure} deciding={deciding}>
          <Button onClick={store.retry}>{texts.problems.retry}</Button>
        </FailureNote>
      )}
    </li>
  );
}

function Progress(props: { readonly reconnecting: boolean; readonly writing: boolean }): JSX.Element {
  const { texts } = useTexts();
  if (props.reconnecting) return <p className={styles['note']}>{texts.state.reconnecting}</p>;
  return (
    <p className={styles['progress']}>
      <span className={styles['dots']} aria-hidden="true">
        <span />
        <span />
        <span />
      </span>
      <span className={props.writing ? 'unseen' : undefined}>{texts.state.thinking}</span>
    </p>
  );
}
