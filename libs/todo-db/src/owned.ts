import { conversationNotFound, userNotFound } from '@todo/todo';
import pg from 'pg';

const FOREIGN_KEY_VIOLATION = '23503';

/**
 * A row that belongs to a user, and maybe to a conversation, both of which may be deleted at the moment: a token outlives
 * its account, and a conversation can be deleted in another window.
 *
 * @param doing what could not be done, for the message
 * @throws TodoError USER_NOT_FOUND, CONVERSATION_NOT_FOUND
 */
export async function owned<T>(doing: string, written: Promise<T>): Promise<T> {
  try {
    return await written;
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== FOREIGN_KEY_VIOLATION) throw error;
    if (error.constraint?.endsWith('_user_id_fkey')) throw userNotFound(doing);
    if (error.constraint?.endsWith('_conversation_id_fkey')) throw conversationNotFound(doing);
    throw error;
  }
}
