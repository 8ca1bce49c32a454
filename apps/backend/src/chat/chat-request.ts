import { conversationId, toolCallRecord } from '@todo/todo';
import * as z from 'zod';

/** Postgres has no NUL, UTF-8 no half of a surrogate pair. */
const storable = (value: string): boolean => value.isWellFormed() && !value.includes('\0');

const timeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, 'must be the name of a time zone, such as Europe/Berlin')
  .describe('IANA name of the zone that the person’s dates are in; UTC unless given.');

/** A message to the assistant. */
const saying = z.strictObject({
  message: z
    .string()
    .refine((text) => storable(text), 'must be text without NUL and lone surrogates')
    .refine((text) => text.trim() !== '', 'must not be blank')
    .refine((text) => lengthOf(text) <= 4000, 'must have at most 4000 characters')
    .meta({ minLength: 1, maxLength: 4000, pattern: '^[^\\u0000]*\\S[^\\u0000]*$' })
    .describe('What the person says, at most 4000 characters.'),
  conversation_id: conversationId.optional().describe('Where it is said; a new conversation unless given.'),
  time_zone: timeZone.optional(),
});

/** The person's answer to a question of `confirmation_required`. */
const deciding = z.strictObject({
  confirm_token: z.string().min(1).max(1000).describe('The token of the question; it can be used once.'),
  decision: z.enum(['confirm', 'cancel']),
  conversation_id: conversationId,
  time_zone: timeZone.optional(),
});

/** The body of `POST …/chat` and `POST …/chat/stream`. */
export const chatRequest = z.union([saying, deciding]);
export type ChatRequest = z.infer<typeof chatRequest>;

/** Whom the question is asked, and about what. */
export const confirmationRequired = z
  .strictObject({
    action: z.literal('delete_tasks'),
    message: z.string(),
    affected_items: z.array(z.strictObject({ id: z.int().positive(), title: z.string() })),
    confirm_token: z.string(),
    expires_at: z.iso.datetime(),
  })
  .describe('The assistant waits for a decision before it does this.');

/** The answer of `POST …/chat`. */
export const chatAnswer = z.strictObject({
  conversation_id: conversationId,
  response: z.string().describe('What the assistant says.'),
  tool_calls: z.array(toolCallRecord),
  confirmation_required: confirmationRequired.optional(),
  error: z
    .strictObject({ code: z.string(), message: z.string() })
    .optional()
    .describe('The answer broke off; `response` says so in words, `tool_calls` is what was done before.'),
});
export type ChatAnswer = z.infer<typeof chatAnswer>;

function isTimeZone(name: string): boolean {
  // `+01:00` is one for JavaScript too, and none for Postgres and people.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}

/** Code points, as Postgres and JSON Schema count. */
function lengthOf(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
