/**
 * Asks a server on loopback whether it accepts connections, as pg_isready does: no password, no line in its log.
 *
 * @param timeoutMs after which the answer is no
 */
export async function postgresAnswers(port: number, user: string, timeoutMs: number): Promise<boolean> {
  throw new Error(`being written: ${port} ${user} ${timeoutMs}`);
}
