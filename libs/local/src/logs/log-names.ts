const SUFFIX = '.jsonl';
/** What was written before the file was full. */
export const OLD = '.old';

/** Name of the file that holds what a process printed. Pure. */
export function logFileName(process: string): string {
  return `${encodeURIComponent(process).replaceAll('%', '=')}${SUFFIX}`;
}

/** The process whose file this is; undefined when it is another file. Pure. */
export function processOf(fileName: string): string | undefined {
  if (!fileName.endsWith(SUFFIX)) return undefined;
  try {
    return decodeURIComponent(fileName.slice(0, -SUFFIX.length).replaceAll('=', '%'));
  } catch {
    return undefined;
  }
}
