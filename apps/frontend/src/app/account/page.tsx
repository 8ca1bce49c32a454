import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import type { JSX } from 'react';

import { fill } from '../../i18n/format.ts';
import { requestMessages } from '../../i18n/request.ts';
import buttonStyles from '../../ui/button.module.css';
import { PageFrame, PageIntro } from '../../ui/page-frame.tsx';
import { SignOutButton } from '../../ui/sign-out-button.tsx';
import styles from '../account-pages.module.css';
import { AwayPage } from '../away-page.tsx';
import { currentViewer } from '../viewer.ts';
import { AccountSections } from './account-sections.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestMessages()).messages.account.page.title };
}

/** `/account`: password, sessions, and the way out. */
export default async function AccountPage(): Promise<JSX.Element> {
  const viewer = await currentViewer();
  if (viewer.state === 'away') return <AwayPage />;
  if (viewer.state === 'out') redirect('/sign-in?return=%2Faccount');
  const { user, session } = viewer.session;
  const { locale, messages } = await requestMessages();
  const { account, common } = messages;
  return (
    <PageFrame person={user} width="narrow">
      <PageIntro title={account.page.title} lead={fill(account.page.signedInAs, { email: user.email })} />
      <AccountSections texts={account} locale={locale} email={user.email} currentId={session.id} />
      <div className={styles['leave']}>
        <SignOutButton label={common.signOut} failed={common.signOutFailed} className={buttonStyles['button']} />
      </div>
    </PageFrame>
  );
}
