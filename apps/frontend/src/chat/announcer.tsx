import type { JSX } from 'react';

import { spokenSentences } from './spoken.ts';
import { useTexts } from './texts.ts';
import { isRunning } from './turn.ts';
import type { Turn } from './turn.ts';

/**
 * What screen readers hear of an answer: sentence by sentence as they get whole, not delta by delta. The visible messages are no
 * live region, so nothing is read twice.
 */
export function Announcer({ turn }: { readonly turn: Turn | undefined }): JSX.Element {
  const { texts } = useTexts();
  const sentences = turn === undefined ? [] : spokenSentences(turn.text, !isRunning(turn));
  return (
    <div className="unseen" role="log" aria-label={texts.log}>
      {turn?.state === 'sending' && <p>{texts.state.thinking}</p>}
      {turn?.state === 'reconnecting' && <p>{texts.state.reconnecting}</p>}
      {sentences.map((sentence, index) => (
        <p key={index} dir="auto">
          {sentence}
        </p>
      ))}
      {turn?.confirmation && <p>{turn.confirmation.message}</p>}
      {turn?.state === 'cancelled' && <p>{texts.state.cancelled}</p>}
    </div>
  );
}
