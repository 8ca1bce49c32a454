import { cookies, headers } from 'next/headers';

import { localeOf } from './locale.ts';
import type { Locale } from './locale.ts';
import { messagesOf } from './messages.ts';
import type { Messages } from './messages.ts';

/** The language of the request that is being answered, and its texts. */
export async function requestMessages(): Promise<{ readonly locale: Locale; readonly messages: Messages }> {
  const locale = localeOf(await cookies(), await headers());
  return { locale, messages: messagesOf(locale) };
}
