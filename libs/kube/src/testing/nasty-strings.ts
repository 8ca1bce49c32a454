/** Text that some YAML parser takes for something else, by what it is taken for. */
export const nastyStrings: readonly string[] = [
  // nothing, truth and numbers that are none
  ...'~ null Null NULL true True TRUE false y Y yes Yes n N no No NO on On ON off Off .nan .NaN .inf -.inf NaN inf'.split(
    ' ',
  ),
  // numbers, also in bases of 2, 8, 16 and 60
  ...'0 -0 +1 1_000 1__0 0b11 0o17 017 08 0x1F 1e3 1E3 0e0 12e03 1. .5 +.5 1.10 190:20:30 12:30'.split(' '),
  // dates
  ...'2001-12-14 2001-12-14t21:59:43.10-05:00'.split(' '),
  // YAML's own signs
  ...'<< = ! &a *a !!str @x `x` # a: :a - -- --- ... , [a] %YAML {{ }} {{x}} ${x} $(x) | > ? \' " \\ \\n a\\'.split(
    ' ',
  ),
  '',
  ' ',
  'a ',
  ' a',
  'a  b',
  'a #b',
  'a: b',
  '- a',
  '--- a',
  '? a',
  '| x',
  '{a: b}',
  "it's",
  '"quoted"',
  '{{ .Values.x }}',
  // line ends, controls, and what only looks like a space
  'a\nb',
  '\n',
  'a\n',
  '\na',
  'a\r\nb',
  '\t',
  'a\tb',
  '\0',
  '\u001b',
  '\u007f',
  '\u0080',
  '\u0085',
  '\u00a0',
  '\u2028',
  '\u2029',
  '\ufeff',
  '\ufffe',
  '\uffff',
  '\u200b',
  // other scripts, long lines, and the ordinary
  'ä',
  '😀',
  '日本',
  'x'.repeat(300),
  'a '.repeat(90),
  ...'postgres://u:p@h:5432/d?x=y /path ./x _x -x a/b a.b a-b a_b 0123456789abcdef'.split(' '),
];
