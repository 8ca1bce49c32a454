import type { ScalarTag, TagId } from 'yaml';

/**
 * What a scalar without quotes means to Kubernetes: its parser (sigs.k8s.io/yaml) reads the words of YAML 1.1, the
 * octals of both versions, numbers such as `1e3`, no sexagesimals, and dates as text.
 *
 * @see https://github.com/kubernetes-sigs/yaml/blob/master/goyaml.v2/resolve.go
 */
export const kubernetesTags: (ScalarTag | TagId)[] = [
  'map',
  'seq',
  { tag: 'tag:yaml.org,2002:null', default: true, test: /^(?:~|null|Null|NULL)?$/, resolve: () => null },
  {
    tag: 'tag:yaml.org,2002:bool',
    default: true,
    test: /^(?:y|Y|yes|Yes|YES|on|On|ON|true|True|TRUE|n|N|no|No|NO|off|Off|OFF|false|False|FALSE)$/,
    resolve: (text) => /^(?:y|on|t)/i.test(text) && !/^of/i.test(text),
  },
  {
    tag: 'tag:yaml.org,2002:int',
    default: true,
    test: /^[-+]?(?:0[bB][01_]+|0[oO]?[0-7_]+|0[xX][0-9a-fA-F_]+|0_*|[1-9][0-9_]*)$/,
    resolve: readInteger,
  },
  {
    tag: 'tag:yaml.org,2002:float',
    default: true,
    test: /^(?:[-+]?(?:\.[0-9][0-9_]*|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
    resolve: readFloat,
  },
  { tag: 'tag:yaml.org,2002:str', resolve: (text) => text },
  'binary',
];

function readInteger(text: string): number {
  const [, sign = '', digits = ''] = /^([-+]?)(.*)$/.exec(text.replaceAll('_', '')) ?? [];
  // `017` is octal; `08` is not, and is read as a float.
  const size = Number(/^0[0-7]+$/.test(digits) ? `0o${digits}` : digits.toLowerCase());
  return sign === '-' && size !== 0 ? -size : size;
}

function readFloat(text: string): number {
  const bare = text.replaceAll('_', '').toLowerCase();
  if (bare === '.nan') return Number.NaN;
  if (bare.endsWith('.inf')) return bare.startsWith('-') ? -Infinity : Infinity;
  return Number(bare);
}
