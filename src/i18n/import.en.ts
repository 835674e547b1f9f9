export const importEn = {};
