/** What a check looks for; the part before the slash is the layer. Stable: reports and filters rely on them. */
export type Rule =
  | 'schema/unknown-kind'
  | 'schema/unknown-field'
  | 'schema/required'
  | 'schema/type'
  | 'schema/enum'
  | 'schema/quantity'
  | 'schema/null'
  | 'version/newer-field'
  | 'version/newer-api'
  | 'version/deprecated-api'
  | 'version/removed-api'
  | 'names/object'
  | 'names/label'
  | 'names/key'
  | 'names/port'
  | 'names/container'
  | 'names/variable'
  | 'values/range'
  | 'values/format'
  | 'values/required'
  | 'values/one-of'
  | 'values/combination'
  | 'links/object'
  | 'links/key'
  | 'links/volume'
  | 'links/container-port'
  | 'links/service-port'
  | 'links/selector'
  | 'selectors/own-pods'
  | 'duplicates/object'
  | 'duplicates/item'
  | 'resources/memory-limit'
  | 'resources/request-above-limit'
  | 'pod-security/baseline'
  | 'pod-security/restricted';

/** One thing wrong with an object. Values of Secrets are never part of it. */
export interface Issue {
  /** `Deployment todo-app/backend` */
  readonly object: string;
  /** `spec.template.spec.containers[0].image` */
  readonly path: string;
  readonly value?: unknown;
  readonly rule: Rule;
  /** What is wrong, as the rest of a sentence that begins with the path: `must not be negative`. */
  readonly message: string;
  /** What to do about it. */
  readonly fix: string;
  /** Where the object was written, when that is known: `deploy/stack.ts:72:19`. */
  readonly source?: string;
}

/** An issue within one object. */
export type Fault = Omit<Issue, 'object' | 'source'>;

/** Takes one fault; checks say them as they find them. */
export type Report = (fault: Fault) => void;
