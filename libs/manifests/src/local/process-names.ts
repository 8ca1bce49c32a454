/** What the processes of a workload are called: its steps in their order, and then its replicas. Pure. */
export function processNames(
  { name, init }: { readonly name: string; readonly init: readonly { readonly name: string }[] },
  replicas: number,
): readonly string[] {
  return [...init.map((step) => stepName(name, step.name)), ...replicaNames(name, replicas)];
}

/** What a step before a workload is called: `backend-migrate`. Pure. */
export function stepName(workload: string, step: string): string {
  return `${workload}-${step}`;
}

/** What the replicas of a workload are called: `backend-1`, `backend-2`. Pure. */
export function replicaNames(workload: string, replicas: number): readonly string[] {
  return Array.from({ length: replicas }, (_, index) => `${workload}-${index + 1}`);
}
