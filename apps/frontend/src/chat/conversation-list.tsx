import { useState } from 'react';
import type { JSX } from 'react';

import { ConversationRow } from './conversation-row.tsx';
import styles from './conversation-list.module.css';
import type { ChatStore } from './chat-store.ts';
import type { Conversation } from './protocol.ts';
import { useTexts } from './texts.ts';

/** All conversations, last used first, to choose, rename or delete; Escape closes it. */
export function ConversationList(props: {
  readonly id: string;
  readonly conversations: readonly Conversation[];
  readonly current: number | undefined;
  readonly store: ChatStore;
  readonly onClose: () => void;
}): JSX.Element {
  const { id, conversations, current, store, onClose } = props;
  const { texts } = useTexts();
  const [edited, setEdited] = useState<{ readonly id: number; readonly how: 'rename' | 'remove' }>();
  return (
    <div
      id={id}
      className={styles['list']}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        if (edited === undefined) onClose();
        else setEdited(undefined);
      }}
    >
      {conversations.length === 0 && <p className={styles['none']}>{texts.conversations.none}</p>}
      <ul aria-label={texts.conversations.list}>
        {conversations.map((conversation) => (
          <ConversationRow
            key={conversation.id}
            conversation={conversation}
            current={conversation.id === current}
            editing={edited?.id === conversation.id ? edited.how : undefined}
            onEdit={(how) => setEdited(how && { id: conversation.id, how })}
            onSelect={() => {
              store.select(conversation.id);
              onClose();
            }}
            onRename={(title) => store.rename(conversation.id, title)}
            onRemove={() => store.remove(conversation.id)}
          />
        ))}
      </ul>
    </div>
  );
}
