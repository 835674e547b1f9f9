/** Text of the built app is sent smaller: compressed once a version, and kept. Nobody's maps ever come this way. */
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export type Encoding = 'br' | 'gzip';

const TEXT = new Set(['.html', '.js', '.mjs', '.css', '.json', '.webmanifest', '.svg', '.txt', '.csv', '.ttf']);
/** Below that a packet is a packet. */
const WORTHWHILE_BYTES = 1_400;
/** Of 0-11: a third of a second for the largest file, once; 11 takes ten times as long for a few per cent. */
const BROTLI_QUALITY = 9;

const [toBrotli, toGzip] = [promisify(brotliCompress), promisify(gzip)];
const compressWith: Readonly<Record<Encoding, (bytes: Buffer) => Promise<Buffer>>> = {
  br: (bytes) => toBrotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }),
  gzip: (bytes) => toGzip(bytes, { level: 9 }),
};

/** Whether a file of this name and so many bytes may be sent compressed at all. */
export function isCompressible(file: string, bytes: number): boolean {
  return bytes >= WORTHWHILE_BYTES && TEXT.has(extname(file).toLowerCase());
}

/** The better one that the client takes (RFC 9110, 12.5.3); null = as it is. `q=0` means no. */
export function encodingFor(acceptEncoding: string | undefined): Encoding | null {
  const accepted = new Set(
    (acceptEncoding ?? '')
      .toLowerCase()
      .split(',')
      .map((part) => part.split(';').map((piece) => piece.trim()))
      .filter(([, ...parameters]) => !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter)))
      .map(([name]) => name),
  );
  return (['br', 'gzip'] as const).find((encoding) => accepted.has(encoding)) ?? null;
}

/** More than the app has files: where names are blind to case, one file has many. */
const MAX_KEPT = 200;

/** What is built today takes some 700 kB, both encodings of everything. */
export class CompressedFiles {
  #kept = new Map<string, { readonly tag: string; readonly bytes: Promise<Buffer> }>();

  /** @param tag of the version of the file that is on the disk: another one is compressed anew */
  get(file: string, tag: string, encoding: Encoding): Promise<Buffer> {
    const key = `${encoding} ${file}`;
    const known = this.#kept.get(key);
    if (known?.tag === tag) return known.bytes;
    if (this.#kept.size >= MAX_KEPT) this.#kept.clear();
    const bytes = readFile(file).then(compressWith[encoding]);
    this.#kept.set(key, { tag, bytes });
    // What could not be read is asked for again, by whoever comes next.
    bytes.catch(() => this.#kept.delete(key));
    return bytes;
  }
}
