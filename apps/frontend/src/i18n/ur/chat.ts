import type { ChatMessages } from '../messages.ts';

export const chat: ChatMessages = {
  title: 'معاون',
};
