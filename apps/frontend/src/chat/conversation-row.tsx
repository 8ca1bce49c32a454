import { useEffect, useRef, useState } from 'react';
import type { FormEvent, JSX } from 'react';

import { fill } from '../i18n/format.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import styles from './conversation-list.module.css';
import type { Conversation } from './protocol.ts';
import { useTexts } from './texts.ts';
import { TimeStamp } from './time-stamp.tsx';

/** What a row can ask for. */
interface RowActs {
  readonly onEdit: (how: 'rename' | 'remove' | undefined) => void;
  readonly onSelect: () => void;
  readonly onRename: (title: string) => void;
  readonly onRemove: () => void;
}

/** A conversation in the list, or the field that renames it, or the question before it is deleted. */
export function ConversationRow(
  props: RowActs & {
    readonly conversation: Conversation;
    readonly current: boolean;
    readonly editing: 'rename' | 'remove' | undefined;
  },
): JSX.Element {
  const { conversation, current, editing, onEdit, onSelect, onRename, onRemove } = props;
  const { texts } = useTexts();
  const title = conversation.title || texts.conversations.untitled;
  const choose = useRef<HTMLButtonElement>(null);
  const edited = useRef(false);
  // What was edited gets the focus back, as the field with it is gone.
  useEffect(() => {
    if (edited.current && editing === undefined) choose.current?.focus();
    edited.current = editing !== undefined;
  }, [editing]);
  if (editing === 'rename')
    return (
      <li className={styles['row']}>
        <RenameForm
          title={conversation.title}
          onSave={(next) => {
            if (next !== '' && next !== conversation.title) onRename(next);
            onEdit(undefined);
          }}
          onLeave={() => onEdit(undefined)}
        />
      </li>
    );
  if (editing === 'remove')
    return (
      <li className={styles['row']} data-question="true">
        <p dir="auto">{fill(texts.conversations.removeQuestion, { title })}</p>
        <Button kind="danger" onClick={onRemove}>
          {texts.conversations.removeYes}
        </Button>
        <FocusedButton label={texts.conversations.removeNo} onClick={() => onEdit(undefined)} />
      </li>
    );
  return (
    <li className={styles['row']} data-current={current}>
      <button ref={choose} type="button" className={styles['choose']} aria-current={current} onClick={onSelect}>
        <span className={styles['title']}>
          <bdi>{title}</bdi>
        </span>
        <TimeStamp at={conversation.updatedAt} className={styles['time']} />
      </button>
      <Button
        kind="quiet"
        shape="icon"
        aria-label={fill(texts.conversations.rename, { title })}
        onClick={() => onEdit('rename')}
      >
        <Icon name="edit" size={18} />
      </Button>
      <Button
        kind="quiet"
        shape="icon"
        aria-label={fill(texts.conversations.remove, { title })}
        onClick={() => onEdit('remove')}
      >
        <Icon name="remove" size={18} />
      </Button>
    </li>
  );
}

function RenameForm(props: {
  readonly title: string;
  readonly onSave: (title: string) => void;
  readonly onLeave: () => void;
}): JSX.Element {
  const { texts } = useTexts();
  const [title, setTitle] = useState(props.title);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  return (
    <form
      className={styles['rename']}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        props.onSave(title.trim());
      }}
    >
      <input
        ref={field}
        className={styles['field']}
        aria-label={texts.conversations.newTitle}
        dir="auto"
        maxLength={200}
        value={title}
        onChange={(event) => setTitle(event.target.value)}
      />
      <Button type="submit" kind="quiet" shape="icon" aria-label={texts.conversations.save}>
        <Icon name="check" size={18} />
      </Button>
      <Button kind="quiet" shape="icon" aria-label={texts.conversations.leave} onClick={props.onLeave}>
        <Icon name="close" size={18} />
      </Button>
    </form>
  );
}

/** The harmless answer has the focus. */
function FocusedButton({ label, onClick }: { readonly label: string; readonly onClick: () => void }): JSX.Element {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <Button ref={button} onClick={onClick}>
      {label}
    </Button>
  );
}
