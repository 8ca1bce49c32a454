import { formatRef } from '@nx-kube/kube';

import { errorLines } from './error-lines.ts';
import type { OwnEvent, RunEvent } from './events.ts';
import { localLines } from './local-lines.ts';
import { lastLine, logLine } from './log-line.ts';
import { resultLines } from './result-lines.ts';
import { row } from './row.ts';

/** As many of a container's last lines as a person reads; the JSON has all. */
const LOG_LINES = 10;

/** One of how many attempts is told. */
const RETRIES_TOLD = 10;

type PlanEvent = Extract<RunEvent, { type: 'plan' }>;
type DiagnosisEvent = Extract<RunEvent, { type: 'diagnosis' }>;

/**
 * An event as lines for people: what they are in a pipe, and what stays on a terminal. The first word says what kind of
 * line it is. Pure.
 *
 * @returns no line for events that only matter while they last
 */
export function plainLines(event: RunEvent): string[] {
  switch (event.type) {
    case 'step':
      return event.state === 'started' ? [] : [row(event.step, event.message)];
    case 'secret':
      return [row('secret', `${event.key} from ${sourceOf(event)}`)];
    case 'object':
      return [row(event.state, `${event.name}  ${event.message}`.trimEnd())];
    case 'note':
      return [row(event.kind, event.message)];
    case 'issue':
      return issueLines(event);
    case 'plan':
      return planLines(event);
    case 'applied':
      return event.action === 'unchanged' ? [] : [row(event.action, formatRef(event.ref))];
    case 'failed':
      return [row('failed', `${formatRef(event.ref)}: ${event.because}`), `  fix      ${event.fix}`];
    case 'skipped':
    case 'kept':
      return [row(event.type, `${formatRef(event.ref)}: ${event.because}`)];
    case 'waiting':
      return [row('waiting', `${formatRef(event.ref)}: ${event.message}`)];
    case 'ready':
    case 'pruned':
    case 'deleted':
      return [row(event.type, formatRef(event.ref))];
    case 'diagnosis':
      return diagnosisLines(event);
    case 'warning':
      return [row('warning', event.ref ? `${formatRef(event.ref)}: ${event.message}` : event.message)];
    case 'lock':
      return event.state === 'taken' ? [] : [row('lock', `${event.state}: ${event.holder}`)];
    case 'retry':
      // The same sentence every few seconds says no more than once in a while.
      if (event.attempt % RETRIES_TOLD !== 1) return [];
      return [row('retry', `${formatRef(event.ref)} (${event.attempt}): ${event.because}`)];
    case 'summary':
      return resultLines(event);
    case 'error':
      return errorLines(event);
    case 'phase':
      return [];
    case 'log':
      return [logLine(event)];
    case 'process':
    case 'problem':
    case 'notice':
    case 'serving':
    case 'running':
    case 'stopped':
      return localLines(event);
    default:
      return event satisfies never;
  }
}

function sourceOf({ source, host }: Extract<OwnEvent, { type: 'secret' }>): string {
  return host === undefined ? source : `${source}, host ${host}`;
}

function planLines({ objects, dryRun }: PlanEvent): string[] {
  const changes = objects.filter(({ action }) => action !== 'unchanged');
  const unchanged = objects.length - changes.length;
  const summary = row('plan', `${count(changes.length, 'change')}, ${unchanged} unchanged`);
  // A real run tells each change when it happens.
  if (!dryRun) return [summary];
  return [
    summary,
    ...changes.map(({ action, ref, fields }) => row(action, [formatRef(ref), ...(fields ?? [])].join('  '))),
  ];
}

/** Below the line of its object. */
function issueLines({ path, value, message, rule, fix }: Extract<OwnEvent, { type: 'issue' }>): string[] {
  const found = value === undefined ? '' : `, and is ${shorten(JSON.stringify(value))}`;
  return [`  issue    ${path} ${message}${found}  [${rule}]`, `  fix      ${fix}`];
}

/** As much of a value as a line has room for. */
function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function diagnosisLines({ diagnosis, source, after }: DiagnosisEvent): string[] {
  const logs = (diagnosis.logs ?? []).slice(-LOG_LINES).map(lastLine);
  return [
    row('problem', `${diagnosis.object}  [${diagnosis.code}]`),
    `  because  ${diagnosis.because}`,
    ...(after === undefined ? [] : [`  after    ${formatRef(after)}, which is broken too and may be why`]),
    ...logs,
    `  fix      ${diagnosis.fix}`,
    ...(source === undefined ? [] : [`  at       ${source}`]),
  ];
}
