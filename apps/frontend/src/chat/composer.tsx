import { useId, useState } from 'react';
import type { FormEvent, JSX, KeyboardEvent, RefObject } from 'react';

import { fill } from '../i18n/format.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import styles from './composer.module.css';
import { charactersLeft } from './message-length.ts';
import { useTexts } from './texts.ts';

/** From here on the rest is counted. */
const COUNTED_FROM = 200;

/** Where one writes: Enter sends, Shift+Enter begins a line; while an answer comes, the button stops it. */
export function Composer(props: {
  readonly input: RefObject<HTMLTextAreaElement | null>;
  readonly running: boolean;
  readonly online: boolean;
  readonly onSend: (message: string) => void;
  readonly onStop: () => void;
}): JSX.Element {
  const { input, running, online, onSend, onStop } = props;
  const { texts } = useTexts();
  const [draft, setDraft] = useState('');
  const id = useId();
  const left = charactersLeft(draft);
  const sendable = draft.trim() !== '' && left >= 0 && online && !running;

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!sendable) return;
    onSend(draft.trim());
    setDraft('');
    input.current?.focus();
  }
  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    // Enter that ends the composing of a character belongs to the input method.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    submit(event);
  }

  return (
    <form className={styles['composer']} onSubmit={submit}>
      <div className={styles['row']}>
        <label className="unseen" htmlFor={id}>
          {texts.composer.label}
        </label>
        <textarea
          id={id}
          ref={input}
          className={styles['input']}
          rows={1}
          dir={draft === '' ? undefined : 'auto'}
          enterKeyHint="send"
          autoComplete="off"
          placeholder={texts.composer.placeholder}
          value={draft}
          aria-invalid={left < 0}
          aria-describedby={left <= COUNTED_FROM ? `${id}-left` : undefined}
          onChange={(event) => setDraft(event.target.value)}
          onKeyDown={onKeyDown}
        />
        {running ? (
          <Button key="stop" shape="icon" aria-label={texts.composer.stop} onClick={onStop}>
            <Icon name="stop" />
          </Button>
        ) : (
          <Button
            key="send"
            type="submit"
            kind="primary"
            shape="icon"
            aria-label={texts.composer.send}
            disabled={!sendable}
          >
            <Icon name="send" />
          </Button>
        )}
      </div>
      {left <= COUNTED_FROM && (
        <p id={`${id}-left`} className={styles['left']} data-over={left < 0}>
          {left < 0 ? fill(texts.composer.tooLong, { count: -left }) : fill(texts.composer.left, { count: left })}
        </p>
      )}
    </form>
  );
}
