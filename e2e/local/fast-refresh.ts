import type { Page, WebSocket } from 'playwright-core';

/**
 * Opens the page and waits until Next tells it of changes. A file that is saved between its subscription and the first answer
 * to it is part of what Next compares later changes with: the page would see it only with the next change.
 *
 * @param path relative to the site
 */
export async function openWithFastRefresh(page: Page, path: string): Promise<void> {
  const listening = new Promise<void>((resolve) => page.on('websocket', (socket) => onceListening(socket, resolve)));
  await page.goto(path);
  await listening;
}

/** The frames are Next's own: next/dist/server/dev/hot-reloader-types. */
function onceListening(socket: WebSocket, done: () => void): void {
  let subscribed = false;
  socket.on('framesent', ({ payload }) => {
    subscribed ||= String(payload).includes('"type":"turbopack-subscribe"');
  });
  socket.on('framereceived', ({ payload }) => {
    if (subscribed && String(payload).includes('"type":"built"')) done();
  });
}
