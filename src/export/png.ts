/** A picture as PNG, by the browser's own canvas: the SVG is drawn as an image, so what is outside the window is there too. */
import type { Result } from '../model/index.ts';

const MAX_SIDE = 16_384;
const MAX_PIXELS = 64_000_000;

export interface PngSize {
  /** Page units. */
  readonly width: number;
  readonly height: number;
  /** 1-4 pixels a page unit. */
  readonly zoom: number;
}

/** The largest zoom up to the wanted one that browsers can still draw: 16,384 pixels a side, 64 megapixels in all. */
export function possibleZoom({ height, width, zoom }: PngSize): number {
  return Math.min(zoom, MAX_SIDE / width, MAX_SIDE / height, Math.sqrt(MAX_PIXELS / (width * height)));
}

/** The reason is the browser's own words. */
export async function svgToPng(svg: string, size: PngSize): Promise<Result<Blob>> {
  const zoom = possibleZoom(size);
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(size.width * zoom);
    canvas.height = Math.round(size.height * zoom);
    const context = canvas.getContext('2d');
    if (!context) return { ok: false, reason: 'no canvas' };
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    return blob ? { ok: true, value: blob } : { ok: false, reason: 'the picture is too large' };
  } catch (error) {
    return { ok: false, reason: String(error) };
  } finally {
    URL.revokeObjectURL(url);
  }
}
