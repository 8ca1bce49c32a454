import type { JSX } from 'react';

import { Icon } from '../ui/icon.tsx';
import { useTexts } from './texts.ts';
import styles from './welcome.module.css';

/** Phrases that every assistant understands, the offline one too; shown in the reader's language, said in English. */
const SUGGESTIONS = {
  remind: 'Remind me to call Mom tomorrow at 5pm',
  add: 'Add a task to buy groceries',
  pending: 'What’s pending?',
  finished: 'What have I completed?',
} as const;

/** What an empty conversation offers to say. */
export function Welcome(props: { readonly disabled: boolean; readonly onSay: (message: string) => void }): JSX.Element {
  const { disabled, onSay } = props;
  const { texts } = useTexts();
  return (
    <div className={styles['welcome']}>
      <Icon name="sparkle" size={28} />
      <h3>{texts.welcome.title}</h3>
      <p>{texts.welcome.text}</p>
      <ul className={styles['suggestions']}>
        {(Object.keys(SUGGESTIONS) as (keyof typeof SUGGESTIONS)[]).map((name) => (
          <li key={name}>
            <button
              type="button"
              className={styles['suggestion']}
              disabled={disabled}
              onClick={() => onSay(SUGGESTIONS[name])}
            >
              {texts.suggestions[name]}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
