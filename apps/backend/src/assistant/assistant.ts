/** One tool call as it is stored with the message and shown to the person. */
export interface ToolCallRecord {
  readonly tool: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** What the tool gave: its structured content, or its text. With `is_error`, a sentence that says what was wrong. */
  readonly result: unknown;
  readonly duration_ms: number;
  readonly is_error: boolean;
}

/** A tool as the MCP server describes it. */
export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the parameters. */
  readonly inputSchema: Readonly<Record<string, unknown>>;
}

/** The person's tools, over MCP, with the person's own token: nothing else is within reach of an assistant. */
export interface ToolCaller {
  /**
   * Never throws for what a tool refuses or for a server that is away: both are records with `is_error`.
   *
   * @param options.hold the call must not be done before the person has confirmed it: for one of several deletions. The record
   *   then says that it waits. The second deletion of a turn is held in any case.
   * @throws the signal's reason when the turn is over
   */
  call(
    tool: string,
    parameters: Readonly<Record<string, unknown>>,
    options?: { readonly hold?: boolean },
  ): Promise<ToolCallRecord>;
  /** @throws ToolsUnavailable when the server does not answer */
  list(): Promise<readonly ToolDefinition[]>;
}

/** A message of the conversation, oldest first. */
export interface ChatMessage {
  readonly role: 'user' | 'assistant';
  readonly content: string;
  /** What the assistant did for this message: "delete that task" is understood by it. */
  readonly tool_calls: readonly ToolCallRecord[];
}

/** What an assistant is given for one turn. */
export interface AssistantTurn {
  /** 20 messages at most; the last one is the person's new one. */
  readonly history: readonly ChatMessage[];
  readonly tools: ToolCaller;
  readonly now: Date;
  /** IANA name; the person's "tomorrow at 5pm" is in it. */
  readonly timeZone: string;
  /** Aborted when the turn is cancelled or out of time: stop at once. */
  readonly signal: AbortSignal;
}

/** A task by what a person recognises. */
export interface NamedTask {
  readonly id: number;
  readonly title: string;
}

/** What an assistant says while it works. */
export type AssistantEvent =
  | { readonly type: 'delta'; readonly text: string }
  | { readonly type: 'tool_call'; readonly call: ToolCallRecord }
  /** Asks before it deletes: the turn engine makes the token, and carries it out when the person confirms. */
  | {
      readonly type: 'confirmation';
      readonly action: 'delete_tasks';
      readonly message: string;
      readonly tasks: readonly NamedTask[];
    };

/** Whoever answers: a model behind an OpenAI-compatible endpoint, or the offline rules. */
export interface Assistant {
  readonly kind: 'openai' | 'offline';
  /** The text of the answer is all deltas joined. */
  reply(turn: AssistantTurn): AsyncIterable<AssistantEvent>;
}
