export {
  connectMap,
  type Connection,
  type ConnectionStatus,
  type ConnectOptions,
  type RefusalReason,
  type Trouble,
} from './connection.ts';
export {
  colorOf,
  createPresence,
  PRESENCE_COLORS,
  type Peer,
  type Presence,
  type PresenceColor,
  type PresencePoint,
} from './presence.ts';
export { createSharedMap, type CreateFailure } from './share-api.ts';
export {
  mayComment,
  mayEdit,
  parseShareLink,
  parseToken,
  SHARE_ROLES,
  type SharedMap,
  type ShareLink,
  type ShareRole,
} from './share-link.ts';
export {
  commentsOf,
  deviceDatabase,
  openDevice,
  type DeviceOptions,
  type DeviceStatus,
  type DeviceStore,
} from './device.ts';
export type { StorageFailure } from './indexed-db.ts';
export { parseEntry, type LibraryEntry, type MapShare } from './library-entry.ts';
export { newMapId, openLibrary, TRASH_DAYS, type Library, type LibraryFailure } from './library.ts';
export { joinTabs, type Tabs } from './tabs.ts';
