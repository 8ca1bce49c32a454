/** Why an assistant can't answer; the person is told in words that the code stands for. */
export type AssistantErrorCode = 'ASSISTANT_UNAVAILABLE' | 'TOOLS_UNAVAILABLE';

/** An assistant gives up; `cause` says why, for the log. */
export class AssistantError extends Error {
  override readonly name = 'AssistantError';
  readonly code: AssistantErrorCode;

  constructor(code: AssistantErrorCode, because: string, cause?: unknown) {
    super(because, { cause });
    this.code = code;
  }
}
