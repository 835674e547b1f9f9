/**
 * A backup as bytes: the line `herringbone-backup 1`, frames, and the SHA-256 of everything before it. A frame is the
 * length of its head and of its body (4 bytes each, big-endian), the head as JSON, the body. SPEC.md §12.
 */
import { createHash } from 'node:crypto';
import { isMapId } from '../access/token.ts';
import type { DocumentKind } from '../store/document-name.ts';
import { parseMeta, type MapMeta } from '../store/map-meta.ts';
import { OperateFailure } from './failure.ts';

export type BackupRecord =
  /** First: the keys that sign links, 64 hexadecimal digits each, the signing one first. `made`: ms since 1970. */
  | { readonly type: 'backup'; readonly made: number; readonly keys: readonly string[] }
  /** States and history behind it are of this map. */
  | { readonly type: 'map'; readonly id: string; readonly meta: MapMeta }
  /** A document's content as one update; of one that could not be put together, its parts in order. */
  | { readonly type: 'state'; readonly kind: DocumentKind; readonly body: Uint8Array }
  | { readonly type: 'history'; readonly kind: DocumentKind; readonly at: number; readonly body: Uint8Array }
  /** Last. */
  | ({ readonly type: 'end' } & BackupCounts);

export interface BackupCounts {
  readonly maps: number;
  readonly states: number;
  readonly histories: number;
  /** Maps of which something could not be read; it is missing, or there as it was found. */
  readonly damaged: number;
}

const MAGIC = 'herringbone-backup ';
const VERSION = 1;
export const FIRST_LINE = Buffer.from(`${MAGIC}${VERSION}\n`);
export const CHECKSUM_BYTES = 32;

const LENGTHS = 8;
/** A record holds a map's links, a body a whole document: far above every limit, far below what would exhaust us. */
const MAX_HEAD = 16 * 1024 * 1024;
const MAX_BODY = 1024 * 1024 * 1024;

/** Puts records into bytes, checksum included. */
export async function* encodeBackup(records: AsyncIterable<BackupRecord>): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  const seal = (bytes: Uint8Array): Uint8Array => {
    hash.update(bytes);
    return bytes;
  };
  yield seal(FIRST_LINE);
  for await (const record of records) {
    const { head, body } = split(record);
    const text = Buffer.from(JSON.stringify(head));
    const lengths = Buffer.alloc(LENGTHS);
    lengths.writeUInt32BE(text.length, 0);
    lengths.writeUInt32BE(body.length, 4);
    yield seal(Buffer.concat([lengths, text]));
    if (body.length > 0) yield seal(body);
  }
  yield hash.digest();
}

/**
 * The records of a backup's bytes, without the checksum: that is for the reader of the file. Holds one record at a
 * time. @throws OperateFailure for anything that is no record of ours, or when the last one is missing.
 */
export async function* decodeBackup(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<BackupRecord> {
  const source = new ByteReader(bytes);
  checkFirstLine(await source.take(FIRST_LINE.length));
  for (let isFirst = true; ; isFirst = false) {
    const lengths = Buffer.from(await source.take(LENGTHS));
    const [headLength, bodyLength] = [lengths.readUInt32BE(0), lengths.readUInt32BE(4)];
    if (headLength > MAX_HEAD || bodyLength > MAX_BODY) throw new OperateFailure('damaged-backup');
    const head = Buffer.from(await source.take(headLength)).toString('utf8');
    const record = parseRecord(head, await source.take(bodyLength));
    if ((record.type === 'backup') !== isFirst) throw new OperateFailure('damaged-backup');
    yield record;
    if (record.type === 'end') break;
  }
  if (!(await source.isAtEnd())) throw new OperateFailure('damaged-backup');
}

/** @throws OperateFailure unless a backup of this version begins like this. */
export function checkFirstLine(bytes: Uint8Array): void {
  const text = Buffer.from(bytes).toString('latin1');
  if (text === FIRST_LINE.toString('latin1')) return;
  throw new OperateFailure(text.startsWith(MAGIC) ? 'newer-backup' : 'not-a-backup');
}

function split(record: BackupRecord): { head: object; body: Uint8Array } {
  if (record.type !== 'state' && record.type !== 'history') return { head: record, body: new Uint8Array() };
  const { body, ...head } = record;
  return { head, body };
}

function parseRecord(text: string, body: Uint8Array): BackupRecord {
  let head: Partial<Record<string, unknown>>;
  try {
    head = JSON.parse(text) as Partial<Record<string, unknown>>;
    const { type, id, meta, kind, at, made, keys } = head;
    if (type === 'backup' && typeof made === 'number' && Array.isArray(keys)) {
      return { type, made, keys: keys.map(String) };
    }
    if (type === 'map' && isMapId(id)) return { type, id, meta: parseMeta(JSON.stringify(meta)) };
    if (type === 'state' && isKind(kind)) return { type, kind, body };
    if (type === 'history' && isKind(kind) && typeof at === 'number') return { type, kind, at, body };
    if (type === 'end') return { type, ...countsOf(head) };
  } catch (error) {
    throw new OperateFailure('damaged-backup', '', { cause: error });
  }
  throw new OperateFailure('damaged-backup');
}

function isKind(value: unknown): value is DocumentKind {
  return value === 'map' || value === 'comments';
}

function countsOf(head: Partial<Record<string, unknown>>): BackupCounts {
  const [maps, states, histories, damaged] = ['maps', 'states', 'histories', 'damaged'].map((name) =>
    Number(head[name]),
  );
  return { maps: maps ?? 0, states: states ?? 0, histories: histories ?? 0, damaged: damaged ?? 0 };
}

/** Exactly so many bytes at a time, of chunks as they come. */
class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array();

  constructor(bytes: AsyncIterable<Uint8Array>) {
    this.#chunks = bytes[Symbol.asyncIterator]();
  }

  /** @throws OperateFailure when there are fewer. */
  async take(length: number): Promise<Uint8Array> {
    const parts = [this.#rest];
    let missing = length - this.#rest.length;
    while (missing > 0) {
      const { value, done } = await this.#chunks.next();
      if (done === true) throw new OperateFailure('damaged-backup');
      parts.push(value);
      missing -= value.length;
    }
    const all = parts.length === 1 ? this.#rest : Buffer.concat(parts);
    this.#rest = all.subarray(length);
    return all.subarray(0, length);
  }

  async isAtEnd(): Promise<boolean> {
    if (this.#rest.length > 0) return false;
    const { done, value } = await this.#chunks.next();
    return done === true || (value.length === 0 && (await this.isAtEnd()));
  }
}
