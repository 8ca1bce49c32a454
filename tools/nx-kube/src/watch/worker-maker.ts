import type { Program } from '@nx-kube/local';

import { openBuildWorker, type WorkerAnswer } from './build-worker.ts';
import { commandWords } from './command-words.ts';
import type { TargetOfProject } from './development-maker.ts';
import { TARGETS } from './judge-change.ts';
import type { Made, Maker } from './maker.ts';

/** The one that serves, the one that starts, the one before that still ends, and the one to be built. */
const SLOTS = 4;

/** What a maker of this kind needs besides its target. */
export interface WorkerOptions extends TargetOfProject {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How what was built runs, by the Dockerfile as it is now; `context` is relative to the workspace. */
  readonly programOf: (context: string) => Program;
}

/**
 * A project with a worker that builds its image's context again and again; the image's own program runs, with positions of the
 * sources in what it throws.
 */
export function workerMaker(options: WorkerOptions): Maker {
  const { root, project, target, env, programOf } = options;
  const words = commandWords(target.options?.['command'], `${project}:${TARGETS.worker}`);
  const worker = openBuildWorker({ words, cwd: root, env });
  let slots = Array.from({ length: SLOTS }, (_, number) => `dist/dev/${project}/${number}`);
  return {
    target: TARGETS.build,
    async make(inUse) {
      // The one that was used longest ago: what has just ended may still load a part of itself.
      const slot = slots.find((each) => !inUse.includes(each)) ?? `dist/dev/${project}/${SLOTS}`;
      slots = [...slots.filter((each) => each !== slot), slot];
      return madeOf(await worker.build(slot), programOf);
    },
    reset: () => worker.close(),
    close: () => worker.close(),
  };
}

function madeOf(answer: WorkerAnswer, programOf: (context: string) => Program): Made {
  if (!answer.ok) return { ok: false, faults: answer.errors.map(faultText) };
  const { context, digest } = answer;
  const program = withSourcePositions(programOf(context));
  const sameButForItsPlace = JSON.stringify(program).replaceAll(context, '');
  return { ok: true, program, context, key: `${digest} ${sameButForItsPlace}` };
}

function withSourcePositions(program: Program): Program {
  if (program.type !== 'process') return program;
  const before = program.env['NODE_OPTIONS'];
  const flag = '--enable-source-maps';
  return { ...program, env: { ...program.env, NODE_OPTIONS: before === undefined ? flag : `${before} ${flag}` } };
}

/** As terminals make it clickable. */
function faultText({ file, line, column, text }: Extract<WorkerAnswer, { ok: false }>['errors'][number]): string {
  if (file === undefined) return text;
  return `${[file, line, column].filter((part) => part !== undefined).join(':')} ${text}`;
}
