/** All zh texts, one file per part of the product. */
import { canvasZh } from './canvas.zh.ts';
import { commentsZh } from './comments.zh.ts';
import { importZh } from './import.zh.ts';
import { presenceZh } from './presence.zh.ts';
import { sceneZh } from './scene.zh.ts';
import { shareZh } from './share.zh.ts';
import { uiZh } from './ui.zh.ts';
import { vocabularyZh } from './vocabulary.zh.ts';
import type { en } from './messages.en.ts';
export const zh: typeof en = {
  ...vocabularyZh,
  ...sceneZh,
  ...importZh,
  ...uiZh,
  ...canvasZh,
  ...shareZh,
  ...commentsZh,
  ...presenceZh,
};
