import type { Intent, ParseContext } from './intent.ts';
import { add } from './recognise/add.ts';
import { chat } from './recognise/chat.ts';
import { readClause, type Recogniser } from './recognise/clause.ts';
import { complete } from './recognise/complete.ts';
import { remove } from './recognise/delete.ts';
import { list } from './recognise/list.ts';
import { pick } from './recognise/pick.ts';
import { reopen } from './recognise/reopen.ts';
import { show } from './recognise/show.ts';
import { untouched } from './recognise/untouched.ts';
import { update } from './recognise/update.ts';
import { knownTimeZone } from './dates/wall-clock.ts';
import { clausesOf } from './text/clauses.ts';

/** What only looks comes first; then what stops an action; then what acts, most particular first. */
const RECOGNISERS: readonly Recogniser[] = [chat, list, show, untouched, update, reopen, complete, remove, add, pick];
const MAX_CLAUSES = 10;

/**
 * Reads a message into what it asks for, in its order: rules, no guessing. Pure, and linear in the length of the text: the
 * same text in the same context always gives the same intents.
 *
 * @returns at least one intent. When one part of a message can't be understood, or takes another part back, the whole of it
 *   is one `ambiguous` intent: acting on a half may be the opposite of what was meant.
 */
export function parse(text: string, context: ParseContext): readonly Intent[] {
  if (!/[\p{L}\p{N}]/u.test(text)) return [{ type: 'empty' }];
  const clauses = clausesOf(text);
  if (clauses.length > MAX_CLAUSES) return [{ type: 'ambiguous', missing: 'brevity', text: clauses[0] ?? '' }];
  const known = { ...context, timeZone: knownTimeZone(context.timeZone) };
  const intents = clauses.map((clause) => intentOf(clause, known));
  return intents.length > 1 ? together(intents, clauses) : intents;
}

function intentOf(raw: string, context: ParseContext): Intent {
  const clause = readClause(raw);
  if (!/[\p{L}\p{N}]/u.test(clause.text)) return { type: 'empty' };
  for (const recognise of RECOGNISERS) {
    const intent = recognise(clause, context);
    if (intent) return intent;
  }
  return { type: isForeign(raw) ? 'foreign' : 'unknown' };
}

/** More letters of other scripts than Latin ones. */
function isForeign(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  return letters > 0 && latin * 2 < letters;
}

const IDLE = new Set<Intent['type']>(['greeting', 'thanks', 'empty']);

function together(intents: readonly Intent[], clauses: readonly string[]): readonly Intent[] {
  const doubtful = intents.findIndex(stops);
  const text = clauses[doubtful] ?? '';
  if (doubtful >= 0) return [{ type: 'ambiguous', missing: 'brevity', text }];
  const asked = intents.filter(({ type }) => !IDLE.has(type));
  return asked.length > 0 ? oneDeletion(asked, clauses[0] ?? '') : intents.slice(0, 1);
}

/** Whether the part can't stand beside an action. */
function stops(intent: Intent): boolean {
  if (intent.type === 'untouched') return intent.because !== 'question';
  return ['unknown', 'foreign', 'no', 'yes', 'undo', 'pick'].includes(intent.type);
}

/** Deletions of one message are confirmed together. */
function oneDeletion(intents: readonly Intent[], text: string): readonly Intent[] {
  const deletions = intents.filter(({ type }) => type === 'delete' || type === 'delete_many');
  if (deletions.length < 2) return intents;
  const references = deletions.flatMap((intent) =>
    intent.type === 'delete'
      ? [intent.task]
      : intent.type === 'delete_many' && intent.selection.of === 'references'
        ? intent.selection.references
        : [],
  );
  const mixed = deletions.some((intent) => intent.type === 'delete_many' && intent.selection.of === 'filter');
  if (mixed) return [{ type: 'ambiguous', missing: 'brevity', text }];
  const others = intents.filter(({ type }) => type !== 'delete' && type !== 'delete_many');
  return [...others, { type: 'delete_many', selection: { of: 'references', references } }];
}
