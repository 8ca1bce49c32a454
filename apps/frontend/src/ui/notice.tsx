import type { JSX, ReactNode } from 'react';

import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';
import styles from './notice.module.css';

/** What stands in the place of content: why there is none, and what to do about it. */
export function Notice(props: {
  readonly icon: IconName;
  /** Of the heading, in the page's outline. */
  readonly level: 1 | 2 | 3;
  readonly title: string;
  readonly text: string;
  readonly children?: ReactNode;
}): JSX.Element {
  const { icon, level, title, text, children } = props;
  const Heading = `h${level}` as const;
  return (
    <div className={styles['notice']}>
      <span className={styles['picture']}>
        <Icon name={icon} size={28} />
      </span>
      <Heading className={styles['title']}>{title}</Heading>
      <p className={styles['text']}>{text}</p>
      <div className={styles['actions']}>{children}</div>
    </div>
  );
}
