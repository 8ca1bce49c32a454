import type { JSX, ReactNode } from 'react';

import { Icon } from './icon.tsx';
import styles from './workspace.module.css';

/**
 * Tasks and chat: side by side where there is room, else one of them, chosen with two radio buttons that need no script. Both stay
 * mounted, so that an answer goes on while one looks at the tasks.
 */
export function Workspace(props: {
  /** Of the page; for who can't see that it is one. */
  readonly title: string;
  readonly labels: { readonly label: string; readonly tasks: string; readonly chat: string };
  readonly tasks: ReactNode;
  readonly chat: ReactNode;
}): JSX.Element {
  const { title, labels, tasks, chat } = props;
  return (
    <div className={styles['workspace']}>
      <h1 className="unseen">{title}</h1>
      <fieldset className={styles['switch']}>
        <legend className="unseen">{labels.label}</legend>
        <label className={styles['option']}>
          <input type="radio" name="view" value="tasks" defaultChecked className="unseen" />
          <Icon name="tasks" />
          {labels.tasks}
        </label>
        <label className={styles['option']}>
          <input type="radio" name="view" value="chat" className={`unseen ${styles['chat-chosen']}`} />
          <Icon name="sparkle" />
          {labels.chat}
        </label>
      </fieldset>
      <div className={styles['tasks']}>{tasks}</div>
      <section className={styles['chat']} aria-labelledby="chat-title">
        {chat}
      </section>
    </div>
  );
}
