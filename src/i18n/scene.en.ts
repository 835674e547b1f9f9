/** Texts that stand in pictures besides the vocabulary. */
export const sceneEn = {
  'scene.unnamed': 'Unnamed customer',
};
