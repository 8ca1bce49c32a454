/** How far a log has been read, so that a connection that broke goes on where it was. */
export interface Position {
  /** Time of the last line; `undefined` before the first. */
  readonly at: string | undefined;
  /** A new answer begins: it may repeat what has been read. */
  begin(): void;
  /** False for a line that has been read before. To be asked once per line, in order. */
  advance(at: string): boolean;
}

/** The server looks at whole seconds only, so the lines of the last one come again; several lines may have one time. */
export function startPosition(): Position {
  let last: string | undefined;
  let read = 0;
  let repeated = 0;
  return {
    get at() {
      return last;
    },
    begin() {
      repeated = 0;
    },
    advance(at) {
      if (last === undefined || at > last) {
        last = at;
        read = 1;
        repeated = 1;
        return true;
      }
      if (at < last) return false;
      repeated += 1;
      if (repeated <= read) return false;
      read = repeated;
      return true;
    },
  };
}
