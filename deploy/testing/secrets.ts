/** Secret values of all tests that compare what the stack renders to, by `SecretSpec.value`. They open nothing. */
export const testSecrets: Readonly<Record<string, string>> = {
  betterAuthSecret: 'test-only-0123456789abcdef0123456789abcdef',
  postgresPassword: 'test-only.password~1',
  openaiApiKey: 'test-only key: "quoted", \\ and {{ .Values }}',
};
