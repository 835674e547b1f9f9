/**
 * `npm run pictures`: the README's pictures into static/pictures, and under ./pictures a contact sheet of every view,
 * size, theme and language, made by the product's own layouts, scene and export, to be looked at.
 * `--readme` makes the first only; `--view network --size 40` narrows the sheet.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium, type Browser } from '@playwright/test';
import { sceneToSvg } from '../../src/export/index.ts';
import { layoutView, type Placement } from '../../src/layout/index.ts';
import { parseFile, VIEWS, type AccountMap, type ViewId } from '../../src/model/index.ts';
import { composeScene, type Language, type Scene, type ThemeName } from '../../src/scene/index.ts';
import { chromiumFlags, chromiumPath } from '../support/browser.ts';
import { englishMap } from '../support/english-map.ts';
import { randomMap } from '../support/random-map.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const README_FOLDER = join(ROOT, 'static/pictures');
const SHEET_FOLDER = join(ROOT, 'pictures');
const EXAMPLE = join(ROOT, 'static/examples/app-testing.en.herringbone.json');
const README_WIDTH = 1600;
const SHEET_WIDTH = 960;

const SIZES = [12, 40, 150, 600];
const THEMES: readonly ThemeName[] = ['light', 'dark', 'print'];
const LANGUAGES: readonly Language[] = ['zh', 'en'];
const SEED = 7;

interface Picture {
  readonly file: string;
  readonly view: ViewId;
  readonly theme: ThemeName;
  readonly language: Language;
  readonly map: () => AccountMap;
}

/** Each shows what another does not: the method on a real story, size, dark, Chinese. */
const README: readonly Picture[] = [
  { file: 'fishbone-light', view: 'fishbone', theme: 'light', language: 'en', map: example },
  { file: 'power-map-light', view: 'power-map', theme: 'light', language: 'en', map: example },
  { file: 'org-chart-light', view: 'org-chart', theme: 'light', language: 'en', map: () => sample(40, 'en') },
  {
    file: 'attitude-matrix-light',
    view: 'attitude-matrix',
    theme: 'light',
    language: 'en',
    map: () => sample(40, 'en'),
  },
  { file: 'network-dark', view: 'network', theme: 'dark', language: 'en', map: () => sample(40, 'en') },
  { file: 'fishbone-150-dark', view: 'fishbone', theme: 'dark', language: 'zh', map: () => sample(150, 'zh') },
];

function example(): AccountMap {
  const parsed = parseFile(readFileSync(EXAMPLE, 'utf8'));
  if (!parsed.ok) throw new Error(`${EXAMPLE}: ${parsed.reason}`);
  return parsed.value.map;
}

function sample(people: number, language: Language): AccountMap {
  if (language === 'en') return englishMap(SEED, people);
  const map = randomMap(SEED, people);
  return { ...map, opportunity: { name: 'MES 平台一期', stage: 2 } };
}

/** Photographs a scene at a width in pixels. */
async function photograph(browser: Browser, scene: Scene, width: number, file: string): Promise<void> {
  const height = Math.round((scene.height * width) / scene.width);
  const page = await browser.newPage({ viewport: { width, height } });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw;height:auto}</style>${sceneToSvg(scene)}`);
  await page.screenshot({ path: file });
  await page.close();
}

async function makeReadmePictures(browser: Browser): Promise<void> {
  mkdirSync(README_FOLDER, { recursive: true });
  for (const { file, language, map: make, theme, view } of README) {
    const map = make();
    const scene = composeScene(map, layoutView(view, map), { theme, language });
    await photograph(browser, scene, README_WIDTH, join(README_FOLDER, `${file}.png`));
  }
}

/** The value given after a flag, e.g. `--size 40`. */
function given(flag: string): string | undefined {
  const at = process.argv.indexOf(flag);
  return at < 0 ? undefined : process.argv[at + 1];
}

async function makeContactSheet(browser: Browser): Promise<void> {
  mkdirSync(SHEET_FOLDER, { recursive: true });
  const [onlyView, onlySize] = [given('--view'), given('--size')];
  const figures: string[] = [];
  for (const people of SIZES.filter((size) => onlySize === undefined || size === Number(onlySize))) {
    for (const view of VIEWS.filter((id) => onlyView === undefined || id === onlyView)) {
      for (const language of LANGUAGES) {
        const map = sample(people, language);
        const placement = layoutView(view, map);
        for (const theme of THEMES) figures.push(await makeFigure(browser, map, placement, { theme, language }));
      }
    }
  }
  const style =
    'body{margin:24px;font:14px sans-serif;display:grid;grid-template-columns:repeat(3,1fr);gap:16px}figure{margin:0}img{width:100%;border:1px solid #ccc}';
  const html = `<!doctype html><meta charset="utf-8"><title>Pictures</title><style>${style}</style>${figures.join('')}`;
  const sheet = join(SHEET_FOLDER, 'index.html');
  writeFileSync(sheet, html);
  const page = await browser.newPage({ viewport: { width: 1800, height: 1000 } });
  await page.goto(`file://${sheet}`);
  await page.screenshot({ path: join(SHEET_FOLDER, 'contact-sheet.png'), fullPage: true });
  await page.close();
}

async function makeFigure(
  browser: Browser,
  map: AccountMap,
  placement: Placement,
  { language, theme }: { readonly theme: ThemeName; readonly language: Language },
): Promise<string> {
  const name = `${placement.view}-${map.people.size}-${theme}-${language}`;
  const scene = composeScene(map, placement, { theme, language });
  writeFileSync(join(SHEET_FOLDER, `${name}.svg`), sceneToSvg(scene));
  await photograph(browser, scene, SHEET_WIDTH, join(SHEET_FOLDER, `${name}.png`));
  return `<figure><img src="${name}.png" alt=""><figcaption>${name}</figcaption></figure>`;
}

const browser = await chromium.launch({ executablePath: chromiumPath(), args: chromiumFlags });
try {
  await makeReadmePictures(browser);
  if (!process.argv.includes('--readme')) await makeContactSheet(browser);
} finally {
  await browser.close();
}
