import type { Adaptation } from '@nx-kube/local';

import type { OwnEvent } from '../report/events.ts';
import type { ProjectNews } from './follow-project.ts';
import type { StackNews } from './follow-stack.ts';
import type { TypeNews } from './type-check.ts';

type Note = Extract<OwnEvent, { type: 'note' }>;

/** As many names of files as a person reads. */
const FILES_TOLD = 3;

/** That files have changed. Pure. */
export function changeNote(files: readonly string[]): Note {
  const shown = files.slice(0, FILES_TOLD).join(', ');
  return note('changed', files.length > FILES_TOLD ? `${shown} and ${files.length - FILES_TOLD} more` : shown);
}

/** What followed for one project. Pure. */
export function projectNotes(project: string, news: ProjectNews): Note[] {
  switch (news.type) {
    case 'faults':
      return news.faults.map((fault) => note('failed', `${project}: ${fault}`));
    case 'same':
      return [note('same', `${project}: the same code, not restarted`)];
    case 'serves':
      return [note('restarted', `${project}: answers ${(news.afterMs / 1000).toFixed(2)} s after the change`)];
    case 'failed':
      return [note('failed', `${project}: ${news.problem.because}; ${whatRuns(news)}`)];
    default:
      return news satisfies never;
  }
}

/**
 * What is new about the types; nothing while all is well. Pure.
 *
 * @param faulty whether faults were told that are not known to be mended
 */
export function typeNotes({ found, total, open }: TypeNews, faulty: boolean): Note[] {
  const faults = found.map((fault) => note('types', fault));
  return faulty && total === 0 && open === 0 ? [note('types', 'ok')] : faults;
}

/** What followed for the stack itself. Pure. */
export function stackNotes(news: StackNews): Note[] {
  switch (news.type) {
    case 'faults':
      return [note('failed', `the stack: ${news.fault}; what runs serves on`)];
    case 'adapts':
      return [adaptationNote(news.adaptation)];
    case 'adapted':
      return adaptedNotes(news);
    default:
      return news satisfies never;
  }
}

function adaptationNote({ same, anew, scaled, begin, end, routes }: Adaptation): Note {
  const parts = [
    phrase(anew, 'starts anew', 'start anew'),
    phrase(scaled, 'is scaled', 'are scaled'),
    phrase(begin, 'begins', 'begin'),
    phrase(end, 'ends', 'end'),
    ...(routes ? ['routes are led anew'] : []),
  ].filter((part) => part !== '');
  if (parts.length === 0) return note('same', 'the stack: the same processes, nothing is restarted');
  return note('stack', [...parts, phrase(same, 'runs on', 'run on')].filter((part) => part !== '').join('; '));
}

function adaptedNotes({ adaptation, failed, afterMs }: Extract<StackNews, { type: 'adapted' }>): Note[] {
  const { anew, scaled, begin } = adaptation;
  const became = [...anew, ...scaled, ...begin].filter((name) => !failed.some(({ workload }) => workload === name));
  const seconds = (afterMs / 1000).toFixed(2);
  const restarted = became.map((name) => note('restarted', `${name}: answers ${seconds} s after the change`));
  const lost = failed.map(({ workload, problem, stays }) => {
    const runs = begin.includes(workload) ? 'it is taken away again' : whatRuns({ stays });
    return note('failed', `${workload}: ${problem.because}; ${runs}`);
  });
  return [...lost, ...restarted];
}

function whatRuns({ stays }: { readonly stays: boolean }): string {
  return stays ? 'the one before serves on' : 'the one before has ended, and this one is tried again';
}

function phrase(names: readonly string[], one: string, several: string): string {
  return names.length === 0 ? '' : `${names.join(', ')} ${names.length === 1 ? one : several}`;
}

function note(kind: string, message: string): Note {
  return { type: 'note', kind, message };
}
