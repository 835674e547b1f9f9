/** Who is here, and what they see of each other. */
export const presenceEn = {
  'presence.follow': 'Follow',
};
