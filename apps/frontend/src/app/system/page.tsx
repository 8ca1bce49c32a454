import type { Metadata } from 'next';
import type { JSX } from 'react';

import { requestMessages } from '../../i18n/request.ts';
import { readStatus } from '../../status/read-status.ts';
import { StatusPanel } from '../../status/status-panel.tsx';
import { upstreamsOf } from '../../status/upstreams.ts';
import { PageFrame, PageIntro } from '../../ui/page-frame.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestMessages()).messages.system.title };
}

/** `/system`: what state the parts are in, as the server sees them now. Anybody may look; it asks no database of its own. */
export default async function SystemPage(): Promise<JSX.Element> {
  const { locale, messages } = await requestMessages();
  const status = await readStatus(upstreamsOf(process.env));
  return (
    <PageFrame width="narrow">
      <PageIntro title={messages.system.title} lead={messages.system.lead} />
      <StatusPanel initial={status} initialTime={new Date().toISOString()} texts={messages.system} locale={locale} />
    </PageFrame>
  );
}
