/** Words that only the pictures use. */
export const sceneEn = {
  'scene.leader': 'Head of department',
  'scene.power': 'Power 4–5',
  'scene.count': 'Met / known',
};
