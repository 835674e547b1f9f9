import type { importEn } from './import.en.ts';

export const importZh: typeof importEn = {};
