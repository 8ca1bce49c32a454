/** How the image of a project runs without a container. */
export type Program =
  | {
      readonly type: 'process';
      /** Program and arguments where a container gives none; container paths in them are mapped like all others. */
      readonly command: readonly string[];
      /** The beginning of `command` that stays where a container gives arguments only: the entrypoint of the image. */
      readonly entrypoint?: readonly string[];
      /** Variables of the image. */
      readonly env: Readonly<Record<string, string>>;
      /** Folder in the container → folder of this machine, absolute, without a slash at the end. */
      readonly paths: Readonly<Record<string, string>>;
      /** Folder of this machine, absolute. */
      readonly cwd: string;
      /** What is watched is restarted by itself: it is never restarted for a change. */
      readonly reloads?: boolean;
    }
  /** The embedded server; data, user, password and database come from the variables that the official image knows. */
  | { readonly type: 'postgres' };
