/**
 * Ends the run in a folder: SIGTERM to its supervisor, which stops everything tidily.
 *
 * @param graceMs how long to wait for its end
 * @returns whether nothing runs there now; `true` also if nothing did
 */
export async function stopRun(folder: string, graceMs: number): Promise<boolean> {
  throw new Error(`being written: ${folder} ${graceMs}`);
}
