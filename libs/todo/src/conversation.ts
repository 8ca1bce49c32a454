import * as z from 'zod';
import { text } from './text.ts';

/** The number that a conversation has; unique among all users. */
export const conversationId = z.int().positive().describe('The number of the conversation.');

/** The title of a conversation. */
export const conversationTitle = text({ min: 1, max: 200, trim: true }).describe(
  'What the conversation is called, at most 200 characters.',
);

/** A conversation as it is shown. */
export const conversation = z.strictObject({
  id: conversationId,
  user_id: z.string().describe('Whose conversation it is.'),
  title: z.string(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime().describe('When it was renamed or got its last message.'),
});
export type Conversation = z.infer<typeof conversation>;

/** What an assistant did: one call of a tool, with its outcome. */
export const toolCallRecord = z.strictObject({
  tool: z.string(),
  parameters: z.record(z.string(), z.unknown()),
  result: z.unknown().describe('What the tool gave; for an error, what it said.'),
  duration_ms: z.number().min(0),
  is_error: z.boolean(),
});
export type ToolCallRecord = z.infer<typeof toolCallRecord>;

/** A message as it is shown. */
export const message = z.strictObject({
  id: z.int().positive(),
  conversation_id: conversationId,
  role: z.enum(['user', 'assistant']),
  content: z.string(),
  tool_calls: z.array(toolCallRecord),
  created_at: z.iso.datetime(),
});
export type Message = z.infer<typeof message>;
