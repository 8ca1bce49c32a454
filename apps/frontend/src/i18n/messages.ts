import { account } from './en/account.ts';
import { chat } from './en/chat.ts';
import { common } from './en/common.ts';
import { system } from './en/system.ts';
import { tasks } from './en/tasks.ts';
import type { Locale } from './locale.ts';
import { account as urduAccount } from './ur/account.ts';
import { chat as urduChat } from './ur/chat.ts';
import { common as urduCommon } from './ur/common.ts';
import { system as urduSystem } from './ur/system.ts';
import { tasks as urduTasks } from './ur/tasks.ts';

export type AccountMessages = typeof account;
export type ChatMessages = typeof chat;
export type CommonMessages = typeof common;
export type SystemMessages = typeof system;
export type TasksMessages = typeof tasks;

/** All texts of one language, by area. */
export interface Messages {
  readonly common: CommonMessages;
  readonly account: AccountMessages;
  readonly chat: ChatMessages;
  readonly system: SystemMessages;
  readonly tasks: TasksMessages;
}

const MESSAGES: Readonly<Record<Locale, Messages>> = {
  en: { common, account, chat, system, tasks },
  ur: { common: urduCommon, account: urduAccount, chat: urduChat, system: urduSystem, tasks: urduTasks },
};

/** For the server: a page passes the area that it needs to its client components, as plain data. */
export function messagesOf(locale: Locale): Messages {
  return MESSAGES[locale];
}
