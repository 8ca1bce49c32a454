/** One line about an image that is there now. Pure. */
export function imageLine({ ref, built, milliseconds }: { ref: string; built: boolean; milliseconds: number }): string {
  return built ? `${ref} built in ${(milliseconds / 1000).toFixed(1)} s` : `${ref} is there`;
}
