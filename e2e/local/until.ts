/** Asks again and again until the answer is yes; throws with `what` after the time. */
export async function until(
  what: string | (() => string),
  answer: () => boolean | Promise<boolean>,
  patienceMs = 30_000,
): Promise<void> {
  const limit = performance.now() + patienceMs;
  while (!(await answer())) {
    if (performance.now() > limit)
      throw new Error(`not within ${patienceMs} ms: ${typeof what === 'string' ? what : what()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
