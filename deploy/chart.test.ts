import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { renderFiles } from '@nx-kube/manifests';
import { renderChart } from '@nx-kube/manifests/chart';
import { expect, test } from 'vitest';
import stack from './stack.ts';

const images = Object.fromEntries(stack.images.map((project) => [project, `${project}:0123456789abcdef`]));
const files = renderChart(stack, { images });
const golden = new URL('__golden__/helm/', import.meta.url).pathname;

test.each(Object.entries(files))('%s of the chart is as a person has read and agreed to it', async (name, text) => {
  await expect(text).toMatchFileSnapshot(join(golden, name));
});

test('the files of the chart are exactly those agreed to', () => {
  const there = readdirSync(golden, { recursive: true, encoding: 'utf8' });
  expect(there.filter((name) => statSync(join(golden, name)).isFile()).toSorted()).toEqual(
    Object.keys(files).toSorted(),
  );
});

test('each manifest has a template of the same name', () => {
  for (const environment of Object.keys(stack.environments)) {
    const raw = Object.keys(renderFiles(stack, { environment, images })).map((name) => name.replace('.template', ''));
    expect(Object.keys(files)).toEqual(expect.arrayContaining(raw.map((name) => `templates/${name}`)));
  }
});

test('values for production hold no secret, and those for development say that theirs are none', () => {
  expect(files['values-prod.yaml']).not.toContain('secrets:');
  expect(files['values-dev.yaml']).toContain('for development only');
});
