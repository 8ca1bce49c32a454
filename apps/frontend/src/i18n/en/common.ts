/** What every page says. */
export const common = {
  name: 'Todo Chatbot',
  tagline: 'A to-do list that you talk to',
  skip: 'Skip to the content',
  close: 'Close',
  tryAgain: 'Try again',
  home: 'Back to your tasks',
  menu: 'Account and settings',
  account: 'Account',
  signOut: 'Sign out',
  signOutFailed: 'Signing out did not work. Try again.',
  theme: 'Appearance',
  themes: { system: 'System', light: 'Light', dark: 'Dark' },
  language: 'Language',
  system: 'System status',
  notifications: 'Notifications',
  dismiss: 'Dismiss',
  notFound: { title: 'No such page', text: 'Nothing lives at this address.' },
  failed: {
    title: 'Something went wrong',
    text: 'This page could not be shown. Your tasks are safe.',
    code: 'Code: {code}',
  },
  away: {
    title: 'We can’t reach your tasks right now',
    text: 'They are safe. This usually passes within a minute.',
  },
};
