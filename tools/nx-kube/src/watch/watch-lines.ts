import type { OwnEvent } from '../report/events.ts';
import type { ProjectNews } from './follow-project.ts';
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
      return [note('failed', `${project}: ${news.problem.because}; the one before serves on`)];
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

function note(kind: string, message: string): Note {
  return { type: 'note', kind, message };
}
