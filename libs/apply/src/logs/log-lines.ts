import { StringDecoder } from 'node:string_decoder';

/** One line of a container's log. */
export interface LogLine {
  /** When the runtime read it: UTC with nanoseconds, so that texts sort as times do. */
  readonly at: string;
  readonly line: string;
}

/** What a runtime answers in the place of a log. */
const noLog = /^unable to retrieve container logs for /;

/**
 * Cuts a log with timestamps into lines. The last line may lack its line end: a process that was killed did not write one.
 * What has no timestamp is a remark of the kubelet's, and counts as written with the line before it.
 *
 * @throws what the chunks throw; a line that was cut off by that is left out
 */
export async function* logLinesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<LogLine> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let last = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) {
      const line = parse(text, last);
      if (line) yield line;
      last = line?.at ?? last;
    }
  }
  const line = parse(rest, last);
  if (line) yield line;
}

function parse(text: string, last: string): LogLine | undefined {
  if (text === '' || noLog.test(text)) return undefined;
  const [, second = '', fraction = '', zone = '', line = ''] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d) ?(.*)$/s.exec(text) ?? [];
  if (zone === '') return { at: last, line: text };
  const utc = zone === 'Z' ? second : new Date(`${second}${zone}`).toISOString().slice(0, 19);
  return { at: `${utc}.${fraction.padEnd(9, '0').slice(0, 9)}Z`, line: line.replace(/\r$/, '') };
}
