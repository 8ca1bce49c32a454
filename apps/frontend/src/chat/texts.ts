import { createContext, useContext } from 'react';

import type { Locale } from '../i18n/locale.ts';
import type { ChatMessages } from '../i18n/messages.ts';

/** The words of the panel, and the language that they are in. */
export interface ChatTexts {
  readonly texts: ChatMessages;
  readonly locale: Locale;
}

/** Gives the words to all parts of the panel. */
export const ChatTextsContext = createContext<ChatTexts | undefined>(undefined);

/** The words, for a part of the panel. */
export function useTexts(): ChatTexts {
  const texts = useContext(ChatTextsContext);
  if (texts === undefined) throw new Error('a part of the chat stands outside of ChatPanel');
  return texts;
}
