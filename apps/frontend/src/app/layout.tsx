import type { Metadata, Viewport } from 'next';
import type { JSX, ReactNode } from 'react';

import './globals.css';

/** Every page is rendered on request: the nonce of the Content-Security-Policy has to be in its script tags. */
export const dynamic = 'force-dynamic';

export const metadata: Metadata = {
  title: 'Todo Chatbot',
  description: 'The live state of the Todo Chatbot and its parts.',
};

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f6f7f9' },
    { media: '(prefers-color-scheme: dark)', color: '#111418' },
  ],
};

/** The frame of every page. */
export default function RootLayout({ children }: { readonly children: ReactNode }): JSX.Element {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
