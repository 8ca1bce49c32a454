/** One event of an event stream. */
export interface SseEvent {
  /** The last id that the stream gave, also by an earlier event; empty before the first. */
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

/** Takes the next piece of the stream's text and gives the events that it completes; an empty one means only comments came. */
export type SseParser = (chunk: string) => readonly SseEvent[];

/**
 * Reads the text of one event stream piece by piece. Knows no network: the same text gives the same events, however it is cut.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export function sseParser(): SseParser {
  let rest = '';
  let started = false;
  let endedWithReturn = false;
  let id = '';
  let event = '';
  let data: string[] = [];

  function field(line: string, found: SseEvent[]): void {
    if (line === '') {
      if (data.length > 0) found.push({ id, event: event || 'message', data: data.join('\n') });
      event = '';
      data = [];
      return;
    }
    const colon = line.indexOf(':');
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'data') data.push(value);
    else if (name === 'event') event = value;
    else if (name === 'id' && !value.includes('\0')) id = value;
  }

  return (chunk) => {
    let text = chunk;
    if (text !== '') {
      if (!started && text.startsWith('\uFEFF')) text = text.slice(1);
      // The other half of a line end whose first half came with the piece before.
      if (endedWithReturn && text.startsWith('\n')) text = text.slice(1);
      started = true;
      endedWithReturn = chunk.endsWith('\r');
    }
    const lines = (rest + text).split(/\r\n|\r|\n/);
    rest = lines.pop() ?? '';
    const found: SseEvent[] = [];
    for (const line of lines) field(line, found);
    return found;
  };
}
