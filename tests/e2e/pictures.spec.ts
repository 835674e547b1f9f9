/**
 * The pictures themselves, pixel by pixel: eight scenes drawn by our own layouts, scene and export, opened as SVG in the
 * browser and compared with the pictures kept beside this file. When a change of look is wanted, look at the new ones
 * and keep them: `npx playwright test pictures --update-snapshots`.
 */
import { writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import { cutFonts } from '../../src/cli/fonts.ts';
import { sceneToSvg } from '../../src/export/index.ts';
import { layoutView } from '../../src/layout/index.ts';
import type { AccountMap, ViewId } from '../../src/model/index.ts';
import { composeScene, type Language, type Scene, type ThemeName } from '../../src/scene/index.ts';
import { chromiumFlags, chromiumPath } from '../support/browser.ts';
import { englishMap } from '../support/english-map.ts';
import { randomMap } from '../support/random-map.ts';

const WIDTH = 1200;
/** Share of pixels that may differ, and by how much each may before it counts: edges differ a little by machine. */
const MAX_SHARE = 0.002;
const PIXEL_TOLERANCE = 0.1;
const FAMILY = 'Picture Test';
const WEIGHTS = [400, 600, 700];

const SCENES: readonly (readonly [ViewId, ThemeName, Language, number])[] = [
  ['fishbone', 'light', 'zh', 40],
  ['fishbone', 'print', 'en', 12],
  ['power-map', 'dark', 'zh', 60],
  ['power-map', 'light', 'en', 20],
  ['org-chart', 'light', 'zh', 40],
  ['attitude-matrix', 'light', 'zh', 40],
  ['interest-matrix', 'dark', 'en', 30],
  ['network', 'light', 'zh', 40],
];

test.use({
  // The same glyphs on every machine: no hinting, no sub-pixel colours.
  launchOptions: {
    executablePath: chromiumPath(),
    args: [...chromiumFlags, '--font-render-hinting=none', '--disable-lcd-text', '--force-color-profile=srgb'],
  },
});

for (const [view, theme, language, people] of SCENES) {
  const name = `${view}-${theme}-${language}-${people}`;
  test(`the ${view} of ${people} people looks as it did (${theme}, ${language})`, async ({ page }, testInfo) => {
    testInfo.snapshotSuffix = '';
    const map = language === 'en' ? englishMap(7, people) : chineseMap(people);
    const scene = composeScene(map, layoutView(view, map), { theme, language, date: '2026-11-22' });
    const height = Math.round((WIDTH * scene.height) / scene.width);
    const file = testInfo.outputPath(`${name}.svg`);
    await writeFile(file, await svgWithOwnFont(scene, height));

    await page.setViewportSize({ width: WIDTH, height });
    await page.goto(pathToFileURL(file).href);
    const loaded = await page.evaluate(async () => {
      const faces = await Promise.all([...document.fonts].map((face) => face.load()));
      return faces.length;
    });
    expect(loaded).toBeGreaterThanOrEqual(WEIGHTS.length);
    expect(await page.screenshot()).toMatchSnapshot(`${name}.png`, {
      maxDiffPixelRatio: MAX_SHARE,
      threshold: PIXEL_TOLERANCE,
    });
  });
}

function chineseMap(people: number): AccountMap {
  const map = randomMap(7, people);
  return { ...map, opportunity: { name: 'MES 平台一期', stage: 2 } };
}

/** The scene at WIDTH with the letters it needs in it, so that no font of the machine is used. */
async function svgWithOwnFont(scene: Scene, height: number): Promise<string> {
  const { fonts, missing } = await cutFonts(sceneToSvg(scene));
  expect(missing).toEqual([]);
  const faces = fonts.map((font, i) => {
    const source = `url(data:font/ttf;base64,${font.toString('base64')})`;
    return `@font-face{font-family:'${FAMILY}';font-weight:${WEIGHTS[i % WEIGHTS.length]};src:${source}}`;
  });
  const svg = sceneToSvg({ ...scene, fontFamily: `'${FAMILY}'` }, { fontCss: faces.join('') });
  const size = `width="${WIDTH}" height="${height}" preserveAspectRatio="none"`;
  return svg.replace(/ width="[^"]*" height="[^"]*"/, ` ${size}`);
}
