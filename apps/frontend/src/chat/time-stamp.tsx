import { useSyncExternalStore } from 'react';
import type { JSX } from 'react';

import { useTexts } from './texts.ts';
import type { Locale } from '../i18n/locale.ts';

/** A moment in the reader's own time zone, which the server doesn't know: the page comes without it, and it appears at once. */
export function TimeStamp({
  at,
  className,
}: {
  readonly at: string;
  readonly className?: string | undefined;
}): JSX.Element {
  return (
    <time dateTime={at} className={className}>
      {useMoment(at)}
    </time>
  );
}

/** The same as text: a blank as long as the page is as the server made it. */
export function useMoment(at: string): string {
  const { locale } = useTexts();
  return useSyncExternalStore(
    never,
    () => momentText(at, locale),
    () => '\u00A0',
  );
}

/** The time of a day that is today; of others the date, too. */
function momentText(at: string, locale: Locale): string {
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return '';
  const today = moment.toDateString() === new Date().toDateString();
  const time = { hour: 'numeric', minute: '2-digit' } as const;
  const format = new Intl.DateTimeFormat(locale, today ? time : { ...time, day: 'numeric', month: 'short' });
  return format.format(moment);
}

function never(): () => void {
  return () => undefined;
}
