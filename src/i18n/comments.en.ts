/** What is said beside the map. */
export const commentsEn = {
  'comments.title': 'Comments',
};
