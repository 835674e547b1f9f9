export const sceneEn = {};
