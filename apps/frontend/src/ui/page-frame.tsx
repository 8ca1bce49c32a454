import type { JSX, ReactNode } from 'react';

import { requestMessages } from '../i18n/request.ts';
import { Icon } from './icon.tsx';
import styles from './page-frame.module.css';
import { SettingsMenu } from './settings-menu.tsx';
import type { Person } from './settings-menu.tsx';

/** Header and main part of a page. */
export async function PageFrame(props: {
  /** Who is signed in; nobody when absent. */
  readonly person?: Person | undefined;
  /** `narrow`: a column to read, in the middle. */
  readonly width: 'narrow' | 'full';
  readonly children: ReactNode;
}): Promise<JSX.Element> {
  const { common } = (await requestMessages()).messages;
  return (
    <>
      <a className="skip" href="#content">
        {common.skip}
      </a>
      <header className={styles['header']}>
        <a className={styles['brand']} href="/">
          <Brand />
          {common.name}
        </a>
        <SettingsMenu person={props.person} />
      </header>
      <main id="content" className={props.width === 'narrow' ? styles['narrow'] : undefined}>
        {props.children}
      </main>
    </>
  );
}

/** Heading and first sentence of a page. */
export function PageIntro({ title, lead }: { readonly title: string; readonly lead: string }): JSX.Element {
  return (
    <>
      <h1>{title}</h1>
      <p className={styles['lead']}>{lead}</p>
    </>
  );
}

function Brand(): JSX.Element {
  return (
    <span className={styles['mark']}>
      <Icon name="tasks" size={24} />
    </span>
  );
}
