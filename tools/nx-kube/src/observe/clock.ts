/** A moment as a clock on the wall here shows it, with the date where it is another day. */
export function clockTime(iso: string, now = new Date()): string {
  const moment = new Date(iso);
  const time = moment.toLocaleTimeString('en-GB');
  return moment.toDateString() === now.toDateString() ? time : `${moment.toLocaleDateString('sv-SE')} ${time}`;
}
