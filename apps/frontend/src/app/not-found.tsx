import type { JSX } from 'react';

import { requestMessages } from '../i18n/request.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { PageFrame } from '../ui/page-frame.tsx';

/** What a wrong address gets. */
export default async function NotFound(): Promise<JSX.Element> {
  const { home, notFound } = (await requestMessages()).messages.common;
  return (
    <PageFrame width="narrow">
      <Notice icon="search" level={1} title={notFound.title} text={notFound.text}>
        <ButtonLink kind="primary" href="/">
          {home}
        </ButtonLink>
      </Notice>
    </PageFrame>
  );
}
