/**
 * SVG → PNG without a browser. Only the glyphs a picture uses are cut out of Noto Sans SC and given to the renderer:
 * the machine's own fonts are never read, so that every machine draws the same picture.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderAsync } from '@resvg/resvg-js';
import subsetFont from 'subset-font';
import { translate, type Language } from '../i18n/index.ts';
import type { Scene } from '../scene/index.ts';
import { CommandFailure } from './command.ts';

/** A picture for a slide, when no zoom is asked for. */
const SLIDE_WIDTH = 1920;
const MAX_SIDE = 16_384;
const MAX_PIXELS = 64_000_000;
const FAMILY = 'Noto Sans SC';
const WEIGHTS = [400, 600, 700] as const;
/** Typographic family and subfamily: without them each weight is a family of its own. */
const FAMILY_NAME_IDS = [16, 17];

/** PNG bytes; `zoom` is pixels per unit, null = as wide as a slide. @throws CommandFailure above 16,384 px a side or 64 MP. */
export async function svgToPng(
  svg: string,
  scene: Pick<Scene, 'width' | 'height'>,
  { zoom, language }: { readonly zoom: number | null; readonly language: Language },
): Promise<Uint8Array> {
  const scale = zoom ?? SLIDE_WIDTH / scene.width;
  const width = Math.round(scene.width * scale);
  const height = Math.round(scene.height * scale);
  if (Math.max(width, height) > MAX_SIDE || width * height > MAX_PIXELS) {
    throw new CommandFailure(translate(language, 'cli.cannot-draw', `${width} × ${height} px`));
  }
  const folder = await mkdtemp(join(tmpdir(), 'herringbone-fonts-'));
  try {
    const image = await renderAsync(svg, {
      fitTo: { mode: 'width', value: width },
      font: {
        loadSystemFonts: false,
        fontFiles: await cutFonts(svg, folder),
        defaultFontFamily: FAMILY,
        sansSerifFamily: FAMILY,
      },
    });
    return image.asPng();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes one font file a weight, holding the picture's letters. */
async function cutFonts(svg: string, folder: string): Promise<string[]> {
  const letters = [...new Set(svg)].join('');
  const { resolve } = createRequire(import.meta.url);
  return Promise.all(
    WEIGHTS.map(async (weight) => {
      const source = resolve(`@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-${weight}-normal.woff2`);
      const cut = await subsetFont(await readFile(source), letters, {
        targetFormat: 'sfnt',
        preserveNameIds: FAMILY_NAME_IDS,
      });
      const file = join(folder, `${weight}.ttf`);
      await writeFile(file, cut);
      return file;
    }),
  );
}
