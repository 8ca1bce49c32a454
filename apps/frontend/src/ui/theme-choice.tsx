'use client';

import { useState } from 'react';
import type { FormEvent, JSX } from 'react';

import styles from './page-frame.module.css';
import { THEMES, themeOf } from './theme.ts';
import type { Theme } from './theme.ts';

/** System, light or dark. Without JavaScript the form does it; with it the page changes in place. */
export function ThemeChoice(props: {
  readonly chosen: Theme;
  readonly labels: Readonly<Record<Theme, string>>;
  readonly labelledBy: string;
}): JSX.Element {
  const [chosen, setChosen] = useState(props.chosen);

  function choose(event: FormEvent<HTMLFormElement>): void {
    const submitter = (event.nativeEvent as SubmitEvent).submitter;
    if (!(submitter instanceof HTMLButtonElement)) return;
    event.preventDefault();
    const theme = themeOf(submitter.value);
    setChosen(theme);
    document.documentElement.dataset['theme'] = theme;
    // When nobody answers, the choice holds until the page is left.
    void fetch('/preferences', { method: 'POST', body: new URLSearchParams({ theme }), redirect: 'manual' }).catch(
      () => {},
    );
  }

  return (
    <form method="post" action="/preferences" onSubmit={choose}>
      <div className={styles['choices']} role="group" aria-labelledby={props.labelledBy}>
        {THEMES.map((theme) => (
          <button
            key={theme}
            type="submit"
            name="theme"
            value={theme}
            className={styles['choice']}
            aria-pressed={theme === chosen}
          >
            {props.labels[theme]}
          </button>
        ))}
      </div>
    </form>
  );
}
