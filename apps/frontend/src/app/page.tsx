import type { JSX } from 'react';

import { readStatus } from '../status/read-status.ts';
import { StatusPanel } from '../status/status-panel.tsx';
import { upstreamsOf } from '../status/upstreams.ts';

/** The first page: what state the parts are in, as the server sees them now. */
export default async function HomePage(): Promise<JSX.Element> {
  const status = await readStatus(upstreamsOf(process.env));
  return (
    <main className="page">
      <header className="intro">
        <h1>Todo Chatbot</h1>
        <p>A to-do list that you talk to. Its parts, as they are now:</p>
      </header>
      <StatusPanel initial={status} initialTime={new Date().toISOString()} />
    </main>
  );
}
