import { memo } from 'react';
import type { JSX } from 'react';

import styles from './message.module.css';
import type { ChatMessage } from './protocol.ts';
import { RichText } from './rich-text-view.tsx';
import { useTexts } from './texts.ts';
import { TimeStamp } from './time-stamp.tsx';
import { ToolCalls } from './tool-calls.tsx';

/** One message: who, what was done, what was said, when. */
export const MessageView = memo(function MessageView({ message }: { readonly message: ChatMessage }): JSX.Element {
  const { texts } = useTexts();
  const { role, content, toolCalls, createdAt } = message;
  return (
    <li className={styles['message']} data-role={role}>
      <p className="unseen">{role === 'user' ? texts.you : texts.assistant}</p>
      <ToolCalls calls={toolCalls} />
      <RichText source={content} />
      <TimeStamp at={createdAt} className={styles['time']} />
    </li>
  );
});
