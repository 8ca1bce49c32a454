/** A place in a Dockerfile that names an image: the text between `start` and `end` (offsets) is `image`. */
interface Mention {
  readonly image: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Names the workspace projects that a Dockerfile builds on: by `FROM <project>` and `COPY --from=<project>`. A name
 * that an earlier stage has taken (`FROM x AS <name>`) means that stage, as it does for Docker. Pure.
 *
 * @param dockerfile its text
 * @param projects names of the projects that make images
 * @returns in order of first use, without repeats
 * @see https://docs.docker.com/reference/dockerfile/#from
 */
export function parseBases(dockerfile: string, projects: ReadonlySet<string>): string[] {
  const names = findMentions(dockerfile).map(({ image }) => image);
  return [...new Set(names.filter((name) => projects.has(name)))];
}

/**
 * Puts image references in the place of project names; every other byte stays. Pure.
 *
 * @param references project name → reference, such as `node-base` → `node-base:0123456789abcdef`
 */
export function rewriteBases(dockerfile: string, references: Readonly<Record<string, string>>): string {
  let text = dockerfile;
  for (const { image, start, end } of findMentions(dockerfile).toReversed()) {
    if (Object.hasOwn(references, image)) text = text.slice(0, start) + references[image] + text.slice(end);
  }
  return text;
}

/** Lists where images that are not stages of this very file are named. */
function findMentions(dockerfile: string): Mention[] {
  const stages = new Set<string>();
  const mentions: Mention[] = [];
  for (const { text, offset } of instructions(dockerfile)) {
    const from = /^\s*FROM\s+(?:--\S+\s+)*(?<image>[^\s]+)(?:\s+AS\s+(?<stage>\S+))?/di.exec(text);
    const found = from ?? /^\s*COPY\s+(?:--\S+\s+)*?--from=(?<image>\S+)/di.exec(text);
    const span = found?.indices?.groups?.['image'];
    const image = found?.groups?.['image'];
    if (span === undefined || image === undefined) continue;
    if (!stages.has(image.toLowerCase())) mentions.push({ image, start: offset + span[0], end: offset + span[1] });
    const stage = from?.groups?.['stage'];
    if (stage !== undefined) stages.add(stage.toLowerCase()); // Docker compares stage names without regard to case.
  }
  return mentions;
}

/** First lines of instructions: no comments, no continued lines, nothing inside a heredoc. */
function instructions(dockerfile: string): { text: string; offset: number }[] {
  const result: { text: string; offset: number }[] = [];
  let offset = 0;
  let continued = false;
  let heredoc: string | undefined;
  for (const text of dockerfile.split('\n')) {
    const comment = /^\s*#/.test(text);
    if (heredoc !== undefined) {
      if (text.trim() === heredoc) heredoc = undefined;
    } else if (!comment) {
      if (!continued) result.push({ text, offset });
      continued = /\\\s*$/.test(text);
      heredoc = /^\s*(?:RUN|COPY|ADD)\s.*<<-?\s*["']?(?<end>\w+)/i.exec(text)?.groups?.['end'];
    }
    offset += text.length + 1;
  }
  return result;
}
