/** Texts that stand in pictures besides the vocabulary. */
export const sceneEn = {
  'scene.unnamed': 'Unnamed customer',
  'scene.stage': (stage: number) => `Stage ${stage}`,
  'scene.power': 'Power: larger, darker',
  'scene.faint': 'Weak influence',
};
