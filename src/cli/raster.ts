/**
 * SVG → PNG without a browser. The machine's own fonts are never read, so that every machine draws the same picture
 * (and reading a CJK collection would take seconds).
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderAsync } from '@resvg/resvg-js';
import { cutFonts, FONT_FAMILY } from './fonts.ts';

/** A picture for a slide, when no zoom is asked for. */
const SLIDE_WIDTH = 1920;
/** Stands for a letter without a glyph. The renderer would drop the rest of the text with it. */
const PLACEHOLDER = '□';
const MAX_SIDE = 16_384;
const MAX_PIXELS = 64_000_000;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The picture's size in pixels; `zoom` is pixels per unit, null = as wide as a slide. */
export function pixelSize(page: Size, zoom: number | null): Size {
  const scale = zoom ?? SLIDE_WIDTH / page.width;
  return { width: Math.round(page.width * scale), height: Math.round(page.height * scale) };
}

/** False above 16,384 px a side or 64 million pixels: more than other programs open. */
export function isDrawable({ width, height }: Size): boolean {
  return Math.max(width, height) <= MAX_SIDE && width * height <= MAX_PIXELS;
}

/** PNG bytes of the given width, and the letters drawn as an empty box because the font lacks them. */
export async function svgToPng(svg: string, width: number): Promise<{ png: Uint8Array; missing: readonly string[] }> {
  const { fonts, missing } = await cutFonts(svg + PLACEHOLDER);
  // The renderer takes fonts as files only.
  const folder = await mkdtemp(join(tmpdir(), 'herringbone-fonts-'));
  try {
    const fontFiles = fonts.map((_, index) => join(folder, `${index}.ttf`));
    await Promise.all(fonts.map((font, index) => writeFile(fontFiles[index]!, font)));
    const drawable = withPlaceholders(svg, new Set(missing));
    const image = await renderAsync(drawable, {
      fitTo: { mode: 'width', value: width },
      font: { loadSystemFonts: false, fontFiles, defaultFontFamily: FONT_FAMILY, sansSerifFamily: FONT_FAMILY },
    });
    return { png: image.asPng(), missing: missing.filter(isVisible) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Invisible ones (joiners, direction marks) just go. */
function withPlaceholders(svg: string, gaps: ReadonlySet<string>): string {
  if (gaps.size === 0) return svg;
  const fill = (letter: string) => (gaps.has(letter) ? (isVisible(letter) ? PLACEHOLDER : '') : letter);
  return [...svg].map(fill).join('');
}

function isVisible(letter: string): boolean {
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(letter);
}
