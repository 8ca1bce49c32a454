import { ManifestError, type ValueIssue } from '../error.ts';
import { imageValues } from '../stack/images.ts';
import type { Stack, StackInput } from '../stack/stack.ts';
import { mergeValues } from '../values/merge.ts';
import { defaultsOf, parseValues } from '../values/parse.ts';
import { chartYaml, checkChart } from './chart-yaml.ts';
import { checkSchema } from './check-schema.ts';
import { templatesOf, testsOf, type ChartDocument } from './documents.ts';
import { HELM_IGNORE } from './helm-ignore.ts';
import { helpersTpl, type SharedMaps } from './helpers.ts';
import { notesTxt } from './notes.ts';
import { printTemplate, type PrintedTemplate } from './print.ts';
import { readme } from './readme.ts';
import { valuesSchemaJson } from './values-schema.ts';
import { overlayYaml, valuesYaml } from './values-yaml.ts';

/**
 * The stack as a Helm chart. Pure. `helm template` of it gives the objects that `evaluateStack` gives for the same values.
 *
 * @param input.images project → image reference, for `values.yaml`
 * @returns file name → content
 * @throws {ManifestError} `BAD_CHART` with everything that a chart cannot hold; `BAD_VALUES` for an environment whose values
 *   the schema refuses; `MISSING_IMAGE`
 */
export function renderChart(stack: Stack, { images }: Pick<StackInput, 'images'>): Readonly<Record<string, string>> {
  const { name, schema, environments } = stack;
  const { templates, shared, issues } = printAll(stack);
  const wrong = [...checkChart(stack), ...checkSchema(schema), ...issues];
  if (wrong.length > 0) throw badChart(name, wrong);

  const values = mergeValues(defaultsOf(schema), imageValues(stack, images));
  const overlays = Object.keys(environments).map((environment) => {
    const merged = mergeValues(values, environments[environment]);
    parseValues(schema, merged, `read the values of environment ${environment} of stack ${name}`, stack.refuse);
    return [`values-${environment}.yaml`, overlayYaml(stack, environment)];
  });
  return {
    'Chart.yaml': chartYaml(stack),
    'values.yaml': valuesYaml(stack, values),
    ...(Object.fromEntries(overlays) as Readonly<Record<string, string>>),
    'values.schema.json': valuesSchemaJson(stack),
    'README.md': readme(stack, values),
    '.helmignore': HELM_IGNORE,
    ...templates,
    ...(shared.size > 0 ? { 'templates/_helpers.tpl': helpersTpl(name, shared) } : {}),
    ...(stack.chart.notes.length > 0 ? { 'templates/NOTES.txt': notesTxt(stack.chart.notes) } : {}),
  };
}

/** Every template, the maps that they share, and what none of them can hold. */
interface Printed {
  readonly templates: Readonly<Record<string, string>>;
  readonly shared: SharedMaps;
  readonly issues: readonly ValueIssue[];
}

function printAll({ name, tree, chart }: Stack): Printed {
  const [objects, tests] = [templatesOf(tree), testsOf(chart.tests)];
  const issues = [...objects.issues, ...tests.issues];
  const templates: Record<string, string> = {};
  const shared = new Map<string, unknown>();
  for (const document of [...objects.documents, ...tests.documents]) {
    const printed = printOne(document, name);
    if ('rule' in printed) issues.push(printed);
    else {
      templates[document.file] = printed.text;
      for (const [helper, body] of printed.shared) shared.set(helper, body);
    }
  }
  return { templates, shared, issues };
}

/** The text of one document, or what keeps it from being a template. */
function printOne({ file, tree }: ChartDocument, chart: string): PrintedTemplate | ValueIssue {
  try {
    return printTemplate(tree, { chart });
  } catch (error) {
    if (error instanceof ManifestError)
      return { path: file, rule: `cannot be printed: ${error.because}`, fix: error.fix };
    // Misuse of a hole, in the words of what was misused.
    if (error instanceof TypeError)
      return { path: file, rule: `cannot be printed: ${error.message}`, fix: 'say it with what templates have' };
    throw error;
  }
}

function badChart(name: string, issues: readonly ValueIssue[]): ManifestError {
  const list = issues.map(({ path, value, rule, fix }) => {
    return `${path}${value === undefined ? '' : ` is ${JSON.stringify(value)}, but`} ${rule} (${fix})`;
  });
  const about = {
    doing: `make a chart of stack ${name}`,
    because: list.join('; '),
    fix: 'correct the places named above',
  };
  return new ManifestError('BAD_CHART', about, issues);
}
