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
import { SignUpForm } from './sign-up-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestMessages()).messages.account.signUp.title };
}

/** `/sign-up?return=/…`: who is signed in already is sent on. */
export default async function SignUpPage({ searchParams }: PageProps): Promise<JSX.Element> {
  const next = localPath(searchOf(await searchParams).get('return'));
  if ((await currentViewer()).state === 'in') redirect(next);
  const { account } = (await requestMessages()).messages;
  const { signUp } = account;
  return (
    <PageFrame width="narrow">
      <div className={styles['card']}>
        <div className={styles['intro']}>
          <h1>{signUp.title}</h1>
          <p>{signUp.lead}</p>
        </div>
        <SignUpForm texts={account} next={next} />
        <p className={styles['other']}>
          {signUp.other} <a href="/sign-in">{signUp.otherLink}</a>
        </p>
      </div>
    </PageFrame>
  );
}
