'use client';

import type { JSX } from 'react';

import './globals.css';

/** What is shown when not even the frame could be rendered; the server's log has the reason. In both languages: it knows neither. */
export default function GlobalError({ error }: { readonly error: Error & { readonly digest?: string } }): JSX.Element {
  return (
    <html lang="en">
      <body>
        <main className="bare">
          <h1>Something went wrong</h1>
          <p>This page could not be shown. {error.digest === undefined ? null : <code>{error.digest}</code>}</p>
          <p>
            <a href="/">Try again</a>
          </p>
          <div lang="ur" dir="rtl">
            <h2>کچھ غلط ہو گیا</h2>
            <p>
              یہ صفحہ نہیں دکھایا جا سکا۔ <a href="/">دوبارہ کوشش کریں</a>
            </p>
          </div>
        </main>
      </body>
    </html>
  );
}
