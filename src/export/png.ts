/** SVG → PNG in the browser, through an image and a canvas. */
import type { Result } from '../model/index.ts';

/** Beyond these, browsers return blank or silently smaller canvases. */
const MAX_SIDE = 16_384;
const MAX_PIXELS = 64_000_000;

export interface PngOptions {
  /** The picture's size in page units. */
  readonly width: number;
  readonly height: number;
  /** Pixels per page unit, 1-4. Default 2. */
  readonly zoom?: number;
}

export interface PngSize {
  readonly width: number;
  readonly height: number;
  /** Less than asked for when the picture would have become too large. */
  readonly zoom: number;
}

/** The pixels a PNG will have: zoom is lowered to ≤ 16,384 a side and ≤ 64 megapixels. */
export function pngSize({ height, width, zoom = 2 }: PngOptions): PngSize {
  const wanted = Math.min(4, Math.max(1, zoom));
  const most = Math.min(MAX_SIDE / Math.max(width, height), Math.sqrt(MAX_PIXELS / (width * height)));
  if (wanted <= most) return { width: Math.round(width * wanted), height: Math.round(height * wanted), zoom: wanted };
  return { width: Math.floor(width * most), height: Math.floor(height * most), zoom: most };
}

/** The picture as a PNG of `pngSize`. Fails with 'image' for an SVG that does not load and 'canvas' without memory. */
export async function svgToPng(svg: string, options: PngOptions): Promise<Result<Blob, 'image' | 'canvas'>> {
  const size = pngSize(options);
  const image = new Image(size.width, size.height);
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = size.width;
    canvas.height = size.height;
    const ctx = canvas.getContext('2d');
    if (!ctx) return { ok: false, reason: 'canvas' };
    ctx.drawImage(image, 0, 0, size.width, size.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    return blob ? { ok: true, value: blob } : { ok: false, reason: 'canvas' };
  } catch {
    // decode() rejects without a useful reason; the caller has a sentence for a picture that cannot be made.
    return { ok: false, reason: 'image' };
  } finally {
    URL.revokeObjectURL(url);
  }
}
