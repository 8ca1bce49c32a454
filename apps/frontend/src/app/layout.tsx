import type { Metadata, Viewport } from 'next';
import type { JSX, ReactNode } from 'react';

import { directionOf } from '../i18n/locale.ts';
import { requestMessages } from '../i18n/request.ts';
import { FailureTexts } from '../ui/failure-texts.tsx';
import { requestTheme } from '../ui/request-theme.ts';
import './globals.css';

/** Every page is rendered on request: the nonce of the Content-Security-Policy has to be in its script tags. */
export const dynamic = 'force-dynamic';

export async function generateMetadata(): Promise<Metadata> {
  const { common } = (await requestMessages()).messages;
  return { title: { default: common.name, template: `%s · ${common.name}` }, description: common.tagline };
}

export async function generateViewport(): Promise<Viewport> {
  const theme = await requestTheme();
  const light = { media: '(prefers-color-scheme: light)', color: '#f6f5f2' };
  const dark = { media: '(prefers-color-scheme: dark)', color: '#101216' };
  if (theme === 'system') return { themeColor: [light, dark] };
  return { themeColor: theme === 'light' ? light.color : dark.color };
}

/** The frame of every page: language, direction and theme are right before any script runs. */
export default async function RootLayout({ children }: { readonly children: ReactNode }): Promise<JSX.Element> {
  const { locale, messages } = await requestMessages();
  const theme = await requestTheme();
  const { failed, tryAgain } = messages.common;
  return (
    <html lang={locale} dir={directionOf(locale)} data-theme={theme} suppressHydrationWarning>
      <body>
        <FailureTexts texts={{ ...failed, tryAgain }}>{children}</FailureTexts>
      </body>
    </html>
  );
}
