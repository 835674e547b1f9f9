import { createReadStream, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { pipeline } from 'node:stream';
import { encodingFor, isCompressible, type CompressedFiles } from './compressed.ts';
import { refuseMethod, sendError } from './responses.ts';

const CONTENT_TYPES = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.mjs', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.json', 'application/json; charset=utf-8'],
  ['.webmanifest', 'application/manifest+json; charset=utf-8'],
  ['.map', 'application/json; charset=utf-8'],
  ['.txt', 'text/plain; charset=utf-8'],
  ['.csv', 'text/csv; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.jpg', 'image/jpeg'],
  ['.webp', 'image/webp'],
  ['.ico', 'image/x-icon'],
  ['.woff', 'font/woff'],
  ['.woff2', 'font/woff2'],
  ['.ttf', 'font/ttf'],
  ['.wasm', 'application/wasm'],
]);

const YEAR_SECONDS = 31_536_000;

export interface StaticFiles {
  readonly folder: string;
  readonly compressed: CompressedFiles;
}

/**
 * Serves the built app. A path without a file extension is a place inside the app and gets `index.html`; a missing
 * file is 404. Nothing outside `folder` and nothing hidden is ever read.
 */
export async function serveStatic(
  request: IncomingMessage,
  response: ServerResponse,
  { folder, compressed }: StaticFiles,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuseMethod(response, 'GET, HEAD');
  const path = toFilePath(request.url ?? '/');
  if (path === null) return sendError(response, 400, 'bad-path');
  const file = join(folder, extname(path) === '' ? 'index.html' : path);
  const stats = await stat(file).catch(() => null);
  if (stats === null || !stats.isFile()) return sendError(response, 404, 'not-found');

  const tag = `W/"${stats.size.toString(36)}-${Math.floor(stats.mtimeMs).toString(36)}"`;
  const isPacked = isCompressible(file, stats.size);
  response.setHeader('ETag', tag);
  if (isPacked) response.setHeader('Vary', 'Accept-Encoding');
  response.setHeader('Cache-Control', cacheControlOf(path));
  if (request.headers['if-none-match'] === tag) {
    response.writeHead(304).end();
    return;
  }
  response.setHeader('Content-Type', CONTENT_TYPES.get(extname(file).toLowerCase()) ?? 'application/octet-stream');
  if (!isPacked) return sendFile(request, response, { file, stats });
  const encoding = encodingFor(request.headers['accept-encoding']);
  if (encoding === null) return sendFile(request, response, { file, stats });
  const bytes = await compressed.get(file, tag, encoding);
  response.writeHead(200, { 'Content-Encoding': encoding, 'Content-Length': bytes.length });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  { file, stats }: { file: string; stats: Stats },
): void {
  response.writeHead(200, { 'Content-Length': stats.size });
  if (request.method === 'HEAD') return void response.end();
  // A client that goes away in the middle is no fault of ours; pipeline closes the file either way.
  pipeline(createReadStream(file), response, () => undefined);
}

/** The path below the folder, starting with the separator; null for anything that points elsewhere. */
function toFilePath(url: string): string | null {
  let path: string;
  try {
    path = decodeURIComponent(url.split(/[?#]/, 1)[0] ?? '');
  } catch {
    return null;
  }
  if (!path.startsWith('/') || path.includes('\0') || path.includes('\\')) return null;
  if (path.split('/').some((segment) => segment.startsWith('.'))) return null;
  return normalize(path).split('/').join(sep);
}

/** vite puts a hash into every name under assets/, so those never change. */
function cacheControlOf(path: string): string {
  return path.startsWith(`${sep}assets${sep}`) ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache';
}
