import type { IncomingMessage } from 'node:http';

export type Body =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly status: 400 | 413; readonly code: 'bad-json' | 'too-big' };

/** The body as JSON, whatever its type says; an empty one is `{}`. @throws when the client goes away meanwhile. */
export async function readJson(request: IncomingMessage, maxBytes: number): Promise<Body> {
  const tooBig = { ok: false, status: 413, code: 'too-big' } as const;
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return tooBig;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk as Buffer);
    bytes += (chunk as Buffer).length;
    if (bytes > maxBytes) return tooBig;
  }
  try {
    return { ok: true, value: bytes === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString('utf8')) };
  } catch {
    return { ok: false, status: 400, code: 'bad-json' };
  }
}
