/**
 * A text as Postgres can keep it: NUL and halves of surrogate pairs become the replacement character. For what a model
 * wrote; what a person sends is refused where it comes in.
 */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\u{FFFD}');
}
