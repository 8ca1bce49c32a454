'use client';

import type { JSX } from 'react';

import './globals.css';

/** What is shown when rendering failed altogether; the server's log has the reason. */
export default function GlobalError({ error }: { readonly error: Error & { readonly digest?: string } }): JSX.Element {
  return (
    <html lang="en">
      <body>
        <main className="page">
          <header className="intro">
            <h1>Something went wrong</h1>
            <p>This page could not be shown. {error.digest === undefined ? null : <code>{error.digest}</code>}</p>
            <p>
              <a href="/">Try again</a>
            </p>
          </header>
        </main>
      </body>
    </html>
  );
}
