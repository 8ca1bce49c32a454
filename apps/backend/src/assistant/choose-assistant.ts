import type { Assistant } from './assistant.ts';
import { openAiAssistant } from './openai/openai-assistant.ts';

/** What of the environment decides who answers. */
export interface AssistantSettings {
  readonly OPENAI_API_KEY?: string | undefined;
  readonly OPENAI_BASE_URL?: string | undefined;
  readonly OPENAI_MODEL: string;
}

/** A model where one is configured, by a key or by an address; the offline rules elsewhere. */
export function chooseAssistant(settings: AssistantSettings): Assistant {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl, OPENAI_MODEL: model } = settings;
  if (apiKey === undefined && baseUrl === undefined) return offline;
  return openAiAssistant({ apiKey, baseUrl, model });
}

/** The rules, loaded at the first turn: the service starts without their parser of dates. */
const offline: Assistant = {
  kind: 'offline',
  async *reply(turn) {
    const { offlineAssistant } = await import('./offline/offline-assistant.ts');
    yield* offlineAssistant().reply(turn);
  },
};
