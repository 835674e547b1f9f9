import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { documentName } from '../store/document-name.ts';
import type { Store } from '../store/store.ts';
import {
  CHECKSUM_BYTES,
  checkFirstLine,
  decodeBackup,
  FIRST_LINE,
  type BackupCounts,
  type BackupRecord,
} from './backup-format.ts';
import { OperateFailure } from './failure.ts';

export interface VerifiedBackup {
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly made: number;
  /** Those that sign its links, 64 hexadecimal digits each. */
  readonly keys: readonly string[];
  readonly mapIds: ReadonlySet<string>;
  readonly counts: BackupCounts;
  readonly bytes: number;
}

/**
 * Reads a backup from beginning to end and changes nothing. @throws OperateFailure for what is no whole, unchanged backup;
 * the file system's own errors.
 */
export async function verifyBackup(path: string): Promise<VerifiedBackup> {
  const bytes = await verifyChecksum(path);
  const mapIds = new Set<string>();
  let made = 0;
  let keys: readonly string[] = [];
  for await (const record of recordsOf(path, bytes)) {
    if (record.type === 'backup') ({ made, keys } = record);
    else if (record.type === 'map') mapIds.add(record.id);
    else if (record.type === 'end') {
      const { type: _, ...counts } = record;
      return { path, made, keys, mapIds, counts, bytes };
    } else if (mapIds.size === 0) break;
  }
  throw new OperateFailure('damaged-backup');
}

export interface RestoreOptions {
  readonly store: Store;
  /** Goes on where an earlier restore of the same backup was cut off. */
  readonly isContinued?: boolean;
  /** Called when nothing is in the way any more. */
  readonly beforeWriting?: () => Promise<void>;
}

/**
 * Writes a verified backup into an empty store. The record of a map comes after its content, so a map that is there is
 * there whole: a restore that was cut off is continued with `isContinued`, into a store that holds no other maps.
 * @throws OperateFailure `not-empty` or `other-maps` before anything is written.
 */
export async function restoreBackup(
  { path, bytes, mapIds }: VerifiedBackup,
  { store, isContinued = false, beforeWriting = () => Promise.resolve() }: RestoreOptions,
): Promise<void> {
  const there = new Set<string>();
  for await (const id of store.mapIds()) {
    if (!isContinued) throw new OperateFailure('not-empty');
    if (!mapIds.has(id)) throw new OperateFailure('other-maps');
    there.add(id);
  }
  await beforeWriting();
  let current: Extract<BackupRecord, { type: 'map' }> | null = null;
  const finish = async (): Promise<void> => {
    if (current !== null) await store.createMap(current.id, current.meta);
    current = null;
  };
  for await (const record of recordsOf(path, bytes)) {
    if (record.type === 'map') {
      await finish();
      current = there.has(record.id) ? null : record;
    } else if (record.type === 'state' && current !== null) {
      await store.append(documentName(current.id, record.kind), [record.body]);
    } else if (record.type === 'history' && current !== null) {
      await store.putHistory(documentName(current.id, record.kind), record.at, record.body);
    }
  }
  await finish();
}

function recordsOf(path: string, bytes: number): AsyncGenerator<BackupRecord> {
  return decodeBackup(createReadStream(path, { end: bytes - CHECKSUM_BYTES - 1 }));
}

/** The file's size in bytes. */
async function verifyChecksum(path: string): Promise<number> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const start = Buffer.alloc(FIRST_LINE.length);
    await file.read(start, 0, start.length, 0);
    checkFirstLine(start);
    if (size < FIRST_LINE.length + CHECKSUM_BYTES) throw new OperateFailure('damaged-backup');
    const hash = createHash('sha256');
    const end = size - CHECKSUM_BYTES;
    for await (const chunk of file.createReadStream({ start: 0, end: end - 1, autoClose: false })) {
      hash.update(chunk as Buffer);
    }
    const checksum = Buffer.alloc(CHECKSUM_BYTES);
    await file.read(checksum, 0, CHECKSUM_BYTES, end);
    if (!hash.digest().equals(checksum)) throw new OperateFailure('damaged-backup');
    return size;
  } finally {
    await file.close();
  }
}
