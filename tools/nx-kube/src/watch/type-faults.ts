/** One fault, as a compiler of TypeScript prints it: `file(line,column): error TS1234: message`. */
const FAULT = /^(.+?)\((\d+),(\d+)\): error (TS\d+): (.*)$/;

/** A fault that has no place, such as a setting that is wrong. */
const FAULT_OF_SETTINGS = /^error (TS\d+): (.*)$/;

/**
 * What a compiler said, one text per fault, in the form that terminals make clickable: `file:line:column TS1234 message`. Pure.
 *
 * @param output of a compiler that did not succeed
 * @returns at least one: the last lines of what is not understood
 */
export function readTypeFaults(output: string): readonly string[] {
  const faults: string[] = [];
  const rest: string[] = [];
  for (const line of output.split(/\r?\n/)) {
    const [, file, row, column, code, message] = FAULT.exec(line) ?? [];
    const [, settingsCode, settingsMessage] = FAULT_OF_SETTINGS.exec(line) ?? [];
    if (file !== undefined) faults.push(`${file}:${row}:${column} ${code} ${message}`);
    else if (settingsCode !== undefined) faults.push(`${settingsCode} ${settingsMessage}`);
    // The lines below a fault say it once more, in more detail.
    else if (line.trim() !== '' && faults.length > 0) faults.push(`${faults.pop()}\n${line}`);
    else if (line.trim() !== '') rest.push(line);
  }
  return faults.length > 0 ? faults : [rest.slice(-5).join('\n') || 'the compiler failed and said nothing'];
}
