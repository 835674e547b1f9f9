import { describe, expect, it } from 'vitest';
import { canvasEn } from '../../../src/i18n/canvas.en.ts';
import { canvasZh } from '../../../src/i18n/canvas.zh.ts';
import { cliEn } from '../../../src/i18n/cli.en.ts';
import { cliZh } from '../../../src/i18n/cli.zh.ts';
import { commentsEn } from '../../../src/i18n/comments.en.ts';
import { commentsZh } from '../../../src/i18n/comments.zh.ts';
import { importEn } from '../../../src/i18n/import.en.ts';
import { importZh } from '../../../src/i18n/import.zh.ts';
import { preferredLanguage } from '../../../src/i18n/index.ts';
import { operateEn } from '../../../src/i18n/operate.en.ts';
import { operateZh } from '../../../src/i18n/operate.zh.ts';
import { presenceEn } from '../../../src/i18n/presence.en.ts';
import { presenceZh } from '../../../src/i18n/presence.zh.ts';
import { sceneEn } from '../../../src/i18n/scene.en.ts';
import { sceneZh } from '../../../src/i18n/scene.zh.ts';
import { shareEn } from '../../../src/i18n/share.en.ts';
import { shareZh } from '../../../src/i18n/share.zh.ts';
import { uiEn } from '../../../src/i18n/ui.en.ts';
import { uiZh } from '../../../src/i18n/ui.zh.ts';
import { vocabularyEn } from '../../../src/i18n/vocabulary.en.ts';
import { vocabularyZh } from '../../../src/i18n/vocabulary.zh.ts';

const PARTS = {
  vocabulary: [vocabularyEn, vocabularyZh],
  scene: [sceneEn, sceneZh],
  import: [importEn, importZh],
  ui: [uiEn, uiZh],
  canvas: [canvasEn, canvasZh],
  comments: [commentsEn, commentsZh],
  share: [shareEn, shareZh],
  presence: [presenceEn, presenceZh],
  cli: [cliEn, cliZh],
  operate: [operateEn, operateZh],
} as const;

describe('the message catalogues', () => {
  it.each(Object.entries(PARTS))('%s says the same things in both languages', (_, [en, zh]) => {
    expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
    expect(Object.entries({ ...en, ...zh }).filter(([, text]) => text === '')).toEqual([]);
  });

  it('no part takes a key of another', () => {
    const keys = Object.values(PARTS).flatMap(([en]) => Object.keys(en));
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
  });

  it('the first language that we speak wins', () => {
    expect(preferredLanguage(['fr-FR', 'zh-CN', 'en'])).toBe('zh');
    expect(preferredLanguage(['en-GB', 'zh'])).toBe('en');
    expect(preferredLanguage(['fr'])).toBe('en');
  });
});
