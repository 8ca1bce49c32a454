/** A piece of work that is over. `success: false` stops what depends on it. */
interface Outcome {
  readonly result: { readonly success: boolean };
}

/**
 * Runs all tasks, each one as soon as its dependencies have succeeded, and yields the outcomes as they come. What depends
 * on a failure is not run and not yielded.
 *
 * @param dependencies task → tasks that must have succeeded; names outside of the record count as done
 */
export async function* settleInOrder<T extends Outcome>(
  dependencies: Readonly<Record<string, readonly string[]>>,
  run: (task: string) => Promise<T>,
): AsyncGenerator<T> {
  const waiting = new Set(Object.keys(dependencies));
  const open = new Set(waiting);
  const running = new Map<string, Promise<{ task: string; outcome: T }>>();
  for (;;) {
    for (const task of waiting) {
      if (dependencies[task]?.some((name) => open.has(name))) continue;
      waiting.delete(task);
      running.set(
        task,
        run(task).then((outcome) => ({ task, outcome })),
      );
    }
    if (running.size === 0) return;
    const { task, outcome } = await Promise.race(running.values());
    running.delete(task);
    if (outcome.result.success) open.delete(task);
    yield outcome;
  }
}
