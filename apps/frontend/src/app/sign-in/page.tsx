import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import type { JSX } from 'react';

import { requestMessages } from '../../i18n/request.ts';
import { PageFrame } from '../../ui/page-frame.tsx';
import { localPath } from '../../ui/preferences.ts';
import styles from '../account-pages.module.css';
import { searchOf } from '../search.ts';
import type { PageProps } from '../search.ts';
import { currentViewer } from '../viewer.ts';
import { SignInForm } from './sign-in-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestMessages()).messages.account.signIn.title };
}

/** `/sign-in?return=/…`: who is signed in already is sent on. */
export default async function SignInPage({ searchParams }: PageProps): Promise<JSX.Element> {
  const search = searchOf(await searchParams);
  const next = localPath(search.get('return'));
  if ((await currentViewer()).state === 'in') redirect(next);
  const { account } = (await requestMessages()).messages;
  const { signIn } = account;
  return (
    <PageFrame width="narrow">
      <div className={styles['card']}>
        <div className={styles['intro']}>
          <h1>{signIn.title}</h1>
          <p>{signIn.lead}</p>
        </div>
        {search.has('expired') && (
          <p className={styles['problem']} data-tone="info" role="status">
            {signIn.expired}
          </p>
        )}
        <SignInForm texts={account} next={next} />
        <p className={styles['other']}>
          {signIn.other} <a href={withReturn('/sign-up', next)}>{signIn.otherLink}</a>
        </p>
      </div>
    </PageFrame>
  );
}

function withReturn(path: string, next: string): string {
  return next === '/' ? path : `${path}?${new URLSearchParams({ return: next }).toString()}`;
}
