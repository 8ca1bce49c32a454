import type { JSX } from 'react';

/** What a wrong address gets. */
export default function NotFound(): JSX.Element {
  return (
    <main className="page">
      <header className="intro">
        <h1>No such page</h1>
        <p>
          Nothing lives at this address. <a href="/">Back to the first page</a>
        </p>
      </header>
    </main>
  );
}
