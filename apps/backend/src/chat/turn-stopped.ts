import type { TurnErrorCode } from './events.ts';

/** Why a turn was stopped before its answer was whole: the reason of its signal. */
export class TurnStopped extends Error {
  override readonly name = 'TurnStopped';
  readonly code: TurnErrorCode;

  constructor(code: TurnErrorCode) {
    super(`the turn was stopped: ${code}`);
    this.code = code;
  }
}
