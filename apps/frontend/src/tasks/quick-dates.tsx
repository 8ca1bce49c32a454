import type { JSX, MouseEvent } from 'react';

import { addDays, wallTimeOf } from '../i18n/zoned.ts';
import { useTasksContext } from './context.ts';
import styles from './task-fields.module.css';

/** The days that are meant most often; undefined takes the date away. */
const DAYS = [
  ['today', 0],
  ['tomorrow', 1],
  ['nextWeek', 7],
  ['none', undefined],
] as const;

/** Fills in the date of the form that it stands in. */
export function QuickDates(): JSX.Element {
  const { texts, timeZone } = useTasksContext();

  function choose(event: MouseEvent<HTMLButtonElement>, days: number | undefined): void {
    const field = event.currentTarget.form?.elements.namedItem('due');
    if (!(field instanceof HTMLInputElement)) return;
    field.value = days === undefined ? '' : addDays(wallTimeOf(new Date(), timeZone).date, days);
  }

  return (
    <div className={styles['quick']} role="group" aria-label={texts.quickDue.label}>
      {DAYS.map(([name, days]) => (
        <button key={name} type="button" className={styles['day']} onClick={(event) => choose(event, days)}>
          {texts.quickDue[name]}
        </button>
      ))}
    </div>
  );
}
