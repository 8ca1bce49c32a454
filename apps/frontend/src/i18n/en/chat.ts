/** The assistant's side of the page. */
export const chat = {
  title: 'Assistant',
};
