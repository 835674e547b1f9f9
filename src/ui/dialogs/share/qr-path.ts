/** A QR code as one path: a unit square a dark module. */
import { encode } from 'uqr';

export interface QrPath {
  /** Modules along a side, the quiet border included. */
  readonly size: number;
  readonly path: string;
}

/** Four light modules around it, as ISO/IEC 18004 asks: projectors and photographs need them. */
const QUIET_MODULES = 4;

/** Encodes `text`, at most about 2,300 bytes; runs of dark modules are one rectangle, so that no seams show. */
export function qrPath(text: string): QrPath {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET_MODULES });
  const runs = data.flatMap((row, y) => {
    const line = row.map((isDark) => (isDark ? '#' : ' ')).join('');
    return [...line.matchAll(/#+/g)].map(({ 0: run, index }) => `M${index} ${y}h${run.length}v1h-${run.length}z`);
  });
  return { size, path: runs.join('') };
}
