/** Runs jobs of one task one after the other, those of different tasks side by side: each needs the version that the last one made. */
export function taskQueue(): (id: number, job: () => Promise<void>) => void {
  const last = new Map<number, Promise<void>>();
  return (id, job) => {
    const before = last.get(id) ?? Promise.resolve();
    const run = before.then(job);
    last.set(id, run);
    void run.finally(() => {
      if (last.get(id) === run) last.delete(id);
    });
  };
}
