/** What the command line asks for: SPEC.md §12. All may fail with OperateFailure, or with what files and network say. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { ownerLink } from '../access/link.ts';
import { dropOldSecrets, rotateSecret } from '../access/key-rotation.ts';
import { isSecretLost, KEY_BYTES, SECRET_FILE } from '../access/secret.ts';
import { isMapId } from '../access/token.ts';
import type { Settings } from '../config.ts';
import type { Log } from '../log.ts';
import { askServer, fetchBackup, saveBackup } from './backup-file.ts';
import { OperateFailure } from './failure.ts';
import { readKeyRing, withStore } from './open-store.ts';
import { checkKeys, restoreKeys } from './restore-keys.ts';
import { restoreBackup, verifyBackup, type VerifiedBackup } from './restore.ts';
import { writeBackup } from './write-backup.ts';

export interface CommandContext {
  readonly settings: Settings;
  readonly log: Log;
}

export interface FromServer {
  /** `http://host:port` of a running server, asked with the operator's password; null = the store itself is opened. */
  readonly from: string | null;
}

/** Saves everything into the file `to`. A server on the same folder must not be running; with `from` it must. */
export async function backUp(
  { settings, log }: CommandContext,
  { to, from }: FromServer & { readonly to: string },
): Promise<VerifiedBackup> {
  if (from !== null) return saveBackup(fetchBackup(from, settings.operatorPassword ?? null), to);
  const keyRing = await readKeyRing(settings);
  return withStore(settings, { log }, (store) => saveBackup(writeBackup({ store, keyRing, log }), to));
}

/** Reads the whole file first; then keys, then maps. */
export async function restore(
  { settings, log }: CommandContext,
  { path, isContinued }: { readonly path: string; readonly isContinued: boolean },
): Promise<VerifiedBackup> {
  const backup = await verifyBackup(path);
  // Before the store is opened: a folder of maps whose keys were refused would look like one that has lost them.
  checkKeys(backup.keys, settings);
  await withStore(settings, { log, isNew: true }, async (store) => {
    await restoreBackup(backup, { store, isContinued, beforeWriting: () => restoreKeys(backup.keys, settings) });
  });
  return backup;
}

/** The link for owners, for a map whose owner has lost it. @throws OperateFailure `no-such-map` or `map-deleted`. */
export async function findOwnerLink(
  { settings, log }: CommandContext,
  { mapId, from }: FromServer & { readonly mapId: string },
): Promise<string> {
  if (!isMapId(mapId)) throw new OperateFailure('no-such-map', mapId);
  if (from !== null) {
    const path = `/api/operator/maps/${mapId}/owner-link`;
    const { own } = (await (await askServer(from, path, settings.operatorPassword ?? null)).json()) as { own: string };
    return own;
  }
  const keyRing = await readKeyRing(settings);
  const meta = await withStore(settings, { log }, (store) => store.readMeta(mapId));
  if (meta === null) throw new OperateFailure('no-such-map', mapId);
  const origin = settings.publicOrigin ?? `http://${settings.host}:${settings.port}`;
  const link = ownerLink(mapId, meta, { origin, keyRing });
  if (link === null) throw new OperateFailure('map-deleted', mapId);
  return link;
}

/**
 * Puts a new key in front in the data folder, or drops all but the first; gives the number of keys there are then.
 * @throws OperateFailure `keys-elsewhere` when the keys come from the configuration: `about` is where; `nothing-there`;
 * `key-lost` where there are maps, and nobody has said that their key is lost.
 */
export async function rotateKey(
  { settings }: CommandContext,
  { isDropping, isLost }: { readonly isDropping: boolean; readonly isLost: boolean },
): Promise<number> {
  if (settings.keyRing) {
    throw new OperateFailure('keys-elsewhere', settings.secretFile ?? 'HERRINGBONE_SECRET');
  }
  const { dataFolder } = settings;
  const change = isDropping ? dropOldSecrets(dataFolder) : rotateSecret(dataFolder, { isLost });
  const ring = await change.catch(async (error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const reason = (await isSecretLost(dataFolder)) ? 'key-lost' : 'nothing-there';
    throw new OperateFailure(reason, join(dataFolder, SECRET_FILE), { cause: error });
  });
  return ring.keys.length;
}

/** A key that nobody has, to be put into the configuration. */
export function newKey(): string {
  return randomBytes(KEY_BYTES).toString('hex');
}
