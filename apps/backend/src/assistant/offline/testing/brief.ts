import { wallClock } from '../dates/wall-clock.ts';
import type { Intent, ListFilter, Selection, TaskReference } from '../intent.ts';

/** Intents in one readable line: `add "Buy milk" due 2026-11-22 17:00 high #home + complete #3`. */
export function brief(intents: readonly Intent[], timeZone: string): string {
  return intents.map((intent) => one(intent, timeZone)).join(' + ');
}

function one(intent: Intent, timeZone: string): string {
  switch (intent.type) {
    case 'add':
      return `add ${fields(intent.task, timeZone)}`;
    case 'list':
      return `list ${filter(intent.filter, timeZone)}`;
    case 'update':
      return `update ${task(intent.task)} ${fields(intent.change, timeZone)}`;
    case 'complete_many':
    case 'delete_many':
      return `${intent.type} ${selection(intent.selection, timeZone)}`;
    case 'ambiguous':
      return `ask for ${intent.missing}`;
    case 'untouched':
      return intent.because;
    default:
      return 'task' in intent ? `${intent.type} ${task(intent.task)}` : intent.type;
  }
}

function task(reference: TaskReference): string {
  if (reference.by === 'number') return `#${reference.number}`;
  return reference.whole ? `"${reference.title}"` : `~${reference.title}`;
}

function selection(given: Selection, timeZone: string): string {
  return given.of === 'filter' ? filter(given.filter, timeZone) : given.references.map(task).join(' ');
}

function filter({ status, ...rest }: ListFilter, timeZone: string): string {
  return [status, ...Object.entries(rest).map(([name, value]) => `${name}=${shown(value, timeZone)}`)].join(' ');
}

const LABELS: Readonly<Record<string, string>> = { due_at: 'due ', title: '', description: 'description ' };

function fields(given: object, timeZone: string): string {
  return Object.entries(given)
    .map(([name, value]: [string, unknown]) => {
      if (Array.isArray(value)) return `${name === 'removeTags' ? '-' : ''}#${value.join(' #')}`;
      const said = shown(value, timeZone);
      return `${LABELS[name] ?? ''}${name === 'title' || name === 'description' ? `"${said}"` : said}`;
    })
    .join(' ');
}

/** Moments as the clock on the wall shows them. */
function shown(value: unknown, timeZone: string): string {
  const text = String(value);
  if (!/^\d{4}-\d\d-\d\dT/u.test(text)) return text;
  const { year, month, day, hour, minute } = wallClock(new Date(text), timeZone);
  const digits = (number: number): string => String(number).padStart(2, '0');
  return `${year}-${digits(month)}-${digits(day)} ${digits(hour)}:${digits(minute)}`;
}
