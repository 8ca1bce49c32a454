import type { JSX } from 'react';

import { LOCALES } from '../i18n/locale.ts';
import { requestMessages } from '../i18n/request.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import styles from './page-frame.module.css';
import { requestTheme } from './request-theme.ts';
import { SignOutButton } from './sign-out-button.tsx';
import { ThemeChoice } from './theme-choice.tsx';

/** Who is signed in, as the page shows it. */
export interface Person {
  readonly name: string;
  readonly email: string;
}

/** Languages in their own words: who needs one may not read the other. */
const LANGUAGE_NAMES = { en: 'English', ur: 'اردو' } as const;

/** Account, appearance and language behind one button. A popover of the browser's own: Escape and a click outside close it. */
export async function SettingsMenu({ person }: { readonly person?: Person | undefined }): Promise<JSX.Element> {
  const { locale, messages } = await requestMessages();
  const theme = await requestTheme();
  const { common } = messages;
  return (
    <>
      <Button kind="quiet" shape="icon" aria-label={common.menu} popoverTarget="settings">
        <Icon name="person" size={24} />
      </Button>
      <div id="settings" popover="auto" className={styles['panel']}>
        {person && (
          <div className={styles['who']}>
            <p>{person.name}</p>
            <p>{person.email}</p>
          </div>
        )}
        {person && (
          <a className={styles['item']} href="/account">
            {common.account}
          </a>
        )}
        <div className={styles['group']}>
          <p className={styles['caption']} id="theme-caption">
            {common.theme}
          </p>
          <ThemeChoice chosen={theme} labels={common.themes} labelledBy="theme-caption" />
        </div>
        <form method="post" action="/preferences" className={styles['group']}>
          <p className={styles['caption']} id="language-caption">
            {common.language}
          </p>
          <div className={styles['choices']} role="group" aria-labelledby="language-caption">
            {LOCALES.map((one) => (
              <button
                key={one}
                type="submit"
                name="locale"
                value={one}
                lang={one}
                className={styles['choice']}
                aria-pressed={one === locale}
              >
                {LANGUAGE_NAMES[one]}
              </button>
            ))}
          </div>
        </form>
        <div className={styles['group']}>
          <a className={styles['item']} href="/system">
            {common.system}
          </a>
          {person && <SignOutButton label={common.signOut} failed={common.signOutFailed} className={styles['item']} />}
        </div>
      </div>
    </>
  );
}
