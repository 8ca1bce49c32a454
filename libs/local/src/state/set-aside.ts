/**
 * Puts the data of a stack aside, so that it starts empty: `data` becomes `data.old`, of which one is kept. Secrets stay.
 * Call it while the folder is yours and nothing runs.
 *
 * @returns where the data is now; `undefined` if there was none
 */
export function setAside(folder: string): string | undefined {
  throw new Error(`being written: ${folder}`);
}
