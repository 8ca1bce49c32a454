import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import type { JSX } from 'react';

import { serverToken } from '../account/server/session.ts';
import { ChatPanel } from '../chat/chat-panel.tsx';
import { readInitialChat } from '../chat/initial-chat.ts';
import { requestMessages } from '../i18n/request.ts';
import { TIME_ZONE_COOKIE, timeZoneOf } from '../i18n/time-zone.ts';
import { upstreamsOf } from '../status/upstreams.ts';
import { TaskBoard } from '../tasks/task-board.tsx';
import { parseView } from '../tasks/task-view.ts';
import { PageFrame } from '../ui/page-frame.tsx';
import { Workspace } from '../ui/workspace.tsx';
import { AwayPage } from './away-page.tsx';
import { firstTasks } from './first-tasks.ts';
import { searchOf } from './search.ts';
import type { PageProps } from './search.ts';
import { currentViewer } from './viewer.ts';

/** The first page: the tasks, and the assistant beside them. */
export default async function HomePage({ searchParams }: PageProps): Promise<JSX.Element> {
  const search = searchOf(await searchParams);
  const viewer = await currentViewer();
  if (viewer.state === 'away') return <AwayPage />;
  if (viewer.state === 'out') redirect(search.size === 0 ? '/sign-in' : signInAndReturn(search));

  const { user } = viewer.session;
  const { locale, messages } = await requestMessages();
  const now = new Date();
  const timeZone = timeZoneOf((await cookies()).get(TIME_ZONE_COOKIE)?.value);
  const [tasks, chat] = await Promise.all([
    firstTasks(user.id, { view: parseView(search), now, timeZone }),
    firstChat(user.id, search.get('conversation') ?? undefined),
  ]);
  const { close, dismiss, notifications, tryAgain, away } = messages.common;
  return (
    <PageFrame person={user} width="full">
      <Workspace
        title={messages.common.name}
        labels={messages.tasks.views}
        tasks={
          <TaskBoard
            userId={user.id}
            locale={locale}
            texts={messages.tasks}
            common={{ close, dismiss, notifications, tryAgain, away }}
            timeZone={timeZone}
            now={now.toISOString()}
            initial={tasks}
          />
        }
        chat={<ChatPanel userId={user.id} locale={locale} messages={messages.chat} initial={chat} />}
      />
    </PageFrame>
  );
}

/** The conversation as it stands; without it the panel asks by itself. */
async function firstChat(userId: string, conversationId: string | undefined): ReturnType<typeof readInitialChat> {
  try {
    const { backendUrl } = upstreamsOf(process.env);
    return await readInitialChat({ backendUrl, userId, token: await serverToken(), conversationId });
  } catch {
    return undefined;
  }
}

function signInAndReturn(search: URLSearchParams): string {
  return `/sign-in?${new URLSearchParams({ return: `/?${search.toString()}` }).toString()}`;
}
