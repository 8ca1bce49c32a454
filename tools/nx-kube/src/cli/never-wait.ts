/**
 * Makes writing to a stream never wait for who reads it. Node.js waits where it writes to pipes and terminals, and with it
 * everything that this process does: a run of services would stand still while somebody pages through its log. For this Node.js has
 * no documented call; where the handle is none that can do it, it stays as it was.
 *
 * @see https://nodejs.org/api/process.html#a-note-on-process-io
 */
export function neverWait(stream: NodeJS.WriteStream): void {
  const { _handle: handle } = stream as unknown as { _handle?: { setBlocking?: (blocking: boolean) => unknown } };
  handle?.setBlocking?.(false);
}
