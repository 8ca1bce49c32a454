import type { JSX, ReactNode } from 'react';

import { fill } from '../i18n/format.ts';
import type { ChatMessages } from '../i18n/messages.ts';
import type { Failure } from './failure.ts';
import styles from './message.module.css';
import { useTexts } from './texts.ts';

/** Failures that the same request would meet again. */
const USELESS_TO_REPEAT: ReadonlySet<Failure['code']> = new Set(['signed-out', 'gone', 'too-long']);

/** Why something failed, and what can be done: `children` where trying again makes sense. */
export function FailureNote(props: {
  readonly failure: Failure;
  readonly deciding?: boolean;
  readonly children?: ReactNode;
}): JSX.Element {
  const { failure, deciding = false, children } = props;
  const { texts } = useTexts();
  const overtaken = deciding && (failure.code === 'refused' || failure.code === 'gone');
  const repeatable = !overtaken && !USELESS_TO_REPEAT.has(failure.code);
  return (
    <div className={styles['failure']} role="alert">
      <p>{overtaken ? texts.problems.confirmation : failureText(failure, texts.problems)}</p>
      {failure.code === 'signed-out' && <a href="/sign-in">{texts.problems.signIn}</a>}
      {repeatable && children}
    </div>
  );
}

function failureText({ code, retryAfterSeconds }: Failure, texts: ChatMessages['problems']): string {
  switch (code) {
    case 'signed-out':
      return texts.signedOut;
    case 'too-many':
      if (retryAfterSeconds === undefined) return texts.tooMany;
      return fill(texts.tooManySeconds, { count: retryAfterSeconds });
    case 'too-long':
      return texts.tooLong;
    default:
      return texts[code];
  }
}
