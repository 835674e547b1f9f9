/** Sharing, links and earlier states. */
export const shareEn = {
  'history.title': 'Earlier states',
};
