/** All en texts, one file per part of the product. */
import { canvasEn } from './canvas.en.ts';
import { commentsEn } from './comments.en.ts';
import { importEn } from './import.en.ts';
import { presenceEn } from './presence.en.ts';
import { sceneEn } from './scene.en.ts';
import { shareEn } from './share.en.ts';
import { uiEn } from './ui.en.ts';
import { vocabularyEn } from './vocabulary.en.ts';

export const en = {
  ...vocabularyEn,
  ...sceneEn,
  ...importEn,
  ...uiEn,
  ...canvasEn,
  ...shareEn,
  ...commentsEn,
  ...presenceEn,
};
