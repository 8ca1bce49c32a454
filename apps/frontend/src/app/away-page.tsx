import type { JSX } from 'react';

import { requestMessages } from '../i18n/request.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { PageFrame } from '../ui/page-frame.tsx';

/** What a page says while the database is away: nobody can tell who asks, and nothing is lost. */
export async function AwayPage(): Promise<JSX.Element> {
  const { away, tryAgain } = (await requestMessages()).messages.common;
  return (
    <PageFrame width="narrow">
      <Notice icon="offline" level={1} title={away.title} text={away.text}>
        <ButtonLink kind="primary" href="">
          {tryAgain}
        </ButtonLink>
      </Notice>
    </PageFrame>
  );
}
