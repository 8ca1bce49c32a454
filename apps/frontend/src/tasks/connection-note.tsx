import type { JSX } from 'react';

import { Icon } from '../ui/icon.tsx';
import styles from './connection-note.module.css';
import { useTasksContext } from './context.ts';
import type { Connection } from './use-connection.ts';

/** Says that nobody answers, for as long as this is so. The region is always there, so that it is read out. */
export function ConnectionNote({ connection }: { readonly connection: Connection }): JSX.Element {
  const { texts } = useTasksContext();
  return (
    <div role="status">
      {connection !== 'fine' && (
        <p className={styles['note']}>
          <Icon name="offline" />
          {texts.problems[connection]}
        </p>
      )}
    </div>
  );
}
