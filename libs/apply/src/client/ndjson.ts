import { StringDecoder } from 'node:string_decoder';

/** Cuts a stream of bytes into lines, wherever the pieces end: within a line, even within a character. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield line;
  }
  // What is left without its line end was cut off: half an event is none.
}
