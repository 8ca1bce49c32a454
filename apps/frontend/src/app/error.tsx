'use client';

import type { JSX } from 'react';

import { fill } from '../i18n/format.ts';
import { Button } from '../ui/button.tsx';
import { useFailureTexts } from '../ui/failure-texts.tsx';
import { Notice } from '../ui/notice.tsx';

/** What is shown in the place of a page that failed; the server's log has the reason under this code. */
export default function PageError(props: {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}): JSX.Element {
  const { title, text, code, tryAgain } = useFailureTexts();
  const { digest } = props.error;
  return (
    <main id="content">
      <Notice icon="alert" level={1} title={title} text={text}>
        <Button kind="primary" onClick={props.reset}>
          {tryAgain}
        </Button>
        {digest === undefined ? null : <p>{fill(code, { code: digest })}</p>}
      </Notice>
    </main>
  );
}
