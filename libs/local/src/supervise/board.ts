import type { EmitLocal, LocalProblem, ProcessState } from '../events.ts';
import type { ProcessStatus } from '../state/run-state.ts';

/** What is told about a process. */
export interface Told {
  readonly state: ProcessState;
  readonly restarts: number;
  readonly pid?: number;
  readonly port?: number;
  readonly afterMs?: number;
  readonly because?: string;
}

/** Where one process tells about itself. */
export interface Seat {
  readonly process: string;
  readonly workload: string;
  /** Says what it is now; `quietly` to whom asks, and not as an event. */
  tell(told: Told, quietly?: boolean): void;
  /** Says what is wrong, or that nothing is any more. */
  problem(problem: LocalProblem | undefined): void;
  /** Takes the place of whoever had this name: until then only its events are seen. */
  take(): void;
  /** Is heard of no more, and neither is its name where nobody has taken that. */
  leave(): void;
}

/** What is known of all processes. */
export interface Board {
  /** @param beside whether another process has this name, and keeps it until `take` */
  seat(process: string, workload: string, beside?: boolean): Seat;
  processes(): readonly ProcessStatus[];
  problems(): readonly LocalProblem[];
  /** Nobody hears of a workload any more. */
  forget(workload: string): void;
}

/** An empty board. */
export function openBoard(emit: EmitLocal, changed: () => void): Board {
  const rows = new Map<string, { readonly seat: Seat; status: ProcessStatus; problem?: LocalProblem | undefined }>();
  return {
    processes: () => [...rows.values()].map(({ status }) => status),
    problems: () => [...rows.values()].flatMap(({ problem }) => problem ?? []),
    forget(workload) {
      for (const [process, { status }] of rows) if (status.workload === workload) rows.delete(process);
      changed();
    },
    seat(process, workload, beside = false) {
      let left = false;
      let status: ProcessStatus = { process, workload, state: 'pending', restarts: 0, since: now() };
      let problem: LocalProblem | undefined;
      const show = (): void => {
        const row = rows.get(process);
        if (row?.seat !== seat) return;
        Object.assign(row, { status, problem });
        changed();
      };
      const seat: Seat = {
        process,
        workload,
        tell({ afterMs, ...told }, quietly = false) {
          if (left) return;
          const since = told.state === status.state ? status.since : now();
          status = { process, workload, ...told, since };
          const { port: _, ...rest } = told;
          if (!quietly)
            emit({ type: 'process', process, workload, ...rest, ...(afterMs !== undefined && { afterMs }) });
          show();
        },
        problem(found) {
          if (left || problem === found) return;
          problem = found;
          if (found) emit(found);
          show();
        },
        take() {
          rows.set(process, { seat, status, problem });
          changed();
        },
        leave() {
          left = true;
          if (rows.get(process)?.seat === seat && rows.delete(process)) changed();
        },
      };
      if (!beside) seat.take();
      return seat;
    },
  };
}

function now(): string {
  return new Date().toISOString();
}
