export { checkImportable, type ImportIssue } from './check-importable.ts';
export { importObjects, type ImportedStack } from './import-objects.ts';
