/** Said with the first answer of a conversation. */
export const INTRODUCTION =
  'I am the offline assistant: no language model is connected, so I follow simple rules in English. Say “help” for examples.';

export const HELP = [
  'I am the offline assistant: I follow rules, and understand requests such as these:',
  '• “Add a task to buy groceries tomorrow at 5pm #home, high priority”',
  '• “Remind me to call Mom at 5pm”, “I need to pay bills every month”',
  '• “Show my tasks”, “What’s pending?”, “What is due today?”, “What have I completed?”',
  '• “Mark task 3 as complete”, “I finished the report task”',
  '• “Change task 1 to ‘Call Mom tonight’”, “Move task 2 to Friday”, “Make task 4 urgent”, “Tag task 4 with #home”',
  '• “Delete the meeting task”, “Clear completed tasks” (I ask before I delete more than one)',
].join('\n');

export const GREETING = 'Hello! What shall I do with your tasks? You can say “add a task to …” or “show my tasks”.';
export const THANKS = 'You are welcome!';
export const NOTHING_CHANGED = 'All right, I changed nothing.';
export const YES =
  'I have no question open that a “yes” answers. A deletion is confirmed with the buttons under it; anything else please ask for in full.';
export const UNDO =
  'I can’t undo. A completed task is reopened with its checkbox in the list; a deleted one has to be added again.';
export const EMPTY = 'I see no words in that. Tell me what to do, for example “add a task to buy milk”.';
export const FOREIGN =
  'I am the offline assistant and understand English here. The list beside this chat speaks your language; here, please write for example “add a task to …” or “show my tasks”.';
export const UNKNOWN =
  'I did not understand that, and changed nothing. I am the offline assistant and follow simple rules. For example: “add a task to buy milk”, “show my tasks”, “complete task 3”. Say “help” for more.';

/** Why nothing was done, though an action was spoken of. */
export const UNTOUCHED = {
  question:
    'That is a question, so I changed nothing. I can show you your tasks: “show my tasks”, “what have I completed?”.',
  negation: 'All right, I did nothing.',
  hypothetical:
    'I am not sure that you want this done, so I changed nothing. Please ask for it plainly, for example “delete task 3”.',
} as const;
