/**
 * The fonts of a picture: Noto Sans SC as the package ships it, cut down to the letters that occur. Its main file holds
 * the letters of everyday Chinese and Latin; about a hundred small ones hold the rest, by ranges of characters.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import subsetFont from 'subset-font';
import { coveredBy } from './font-coverage.ts';

const PACKAGE = '@fontsource/noto-sans-sc';
const MAIN_PART = 'chinese-simplified';
const WEIGHTS = [400, 600, 700] as const;
/** Typographic family and subfamily: without them each weight would be a family of its own. */
const FAMILY_NAME_IDS = [16, 17];

export const FONT_FAMILY = 'Noto Sans SC';

export interface CutFonts {
  /** TrueType files of all weights. */
  readonly fonts: readonly Buffer[];
  /** Characters that no part of the font has, also invisible ones. */
  readonly missing: readonly string[];
}

/** The fonts that draw a text, a few ten kB each. */
export async function cutFonts(text: string): Promise<CutFonts> {
  const letters = new Set([...text].filter((letter) => letter >= ' '));
  const fonts = await cutPart(MAIN_PART, letters);
  for (const code of coveredBy(fonts[0]!)) letters.delete(String.fromCodePoint(code));
  const byPart = await partsOf(letters);
  for (const [part, some] of byPart) {
    const cut = await cutPart(part, some);
    for (const code of coveredBy(cut[0]!)) letters.delete(String.fromCodePoint(code));
    fonts.push(...cut);
  }
  return { fonts, missing: [...letters] };
}

function fileOf(path: string): string {
  return createRequire(import.meta.url).resolve(`${PACKAGE}/${path}`);
}

function cutPart(part: string, letters: ReadonlySet<string>): Promise<Buffer[]> {
  const text = [...letters].join('');
  return Promise.all(
    WEIGHTS.map(async (weight) => {
      const file = await readFile(fileOf(`files/noto-sans-sc-${part}-${weight}-normal.woff2`));
      return subsetFont(file, text, { targetFormat: 'sfnt', preserveNameIds: FAMILY_NAME_IDS });
    }),
  );
}

/** Letters by the part of the font whose ranges name them; letters that no part names are left out. */
async function partsOf(letters: ReadonlySet<string>): Promise<Map<string, Set<string>>> {
  const byPart = new Map<string, Set<string>>();
  if (letters.size === 0) return byPart;
  const ranges = JSON.parse(await readFile(fileOf('unicode.json'), 'utf8')) as Record<string, string>;
  for (const [name, list] of Object.entries(ranges)) {
    const isInPart = rangeTest(list);
    const own = [...letters].filter((letter) => isInPart(letter.codePointAt(0)!));
    if (own.length > 0) byPart.set(name.replace(/[[\]]/g, ''), new Set(own));
  }
  return byPart;
}

/** A CSS `unicode-range` as a test. */
function rangeTest(list: string): (code: number) => boolean {
  const ranges = list.split(',').map((range) => {
    const [from = '', to = from] = range.trim().replace(/^U\+/i, '').split('-');
    return [parseInt(from, 16), parseInt(to, 16)] as const;
  });
  return (code) => ranges.some(([from, to]) => code >= from && code <= to);
}
