export {
  connectMap,
  type Connection,
  type ConnectionStatus,
  type ConnectOptions,
  type RefusalReason,
  type Trouble,
} from './connection.ts';
export { watchAttendance, type AttendanceWatch } from './attendance.ts';
export { systemClock, type Clock } from './clock.ts';
export { watchOwnTabs, type OwnTabs } from './own-tabs.ts';
export { createPresence, type Presence } from './presence.ts';
export { freeColor } from './presence-colour.ts';
export {
  colorOf,
  PRESENCE_COLORS,
  type Attendance,
  type Peer,
  type PresenceCamera,
  type PresenceColor,
  type PresenceDrag,
  type PresencePoint,
} from './presence-state.ts';
export { SUMMONS_PAUSE_MS, watchSummons, type SummonsWatch } from './summons.ts';
export {
  addPersonLink,
  createSharedMap,
  deleteSharedMap,
  listServerStates,
  MAX_STATE_BYTES,
  readAccess,
  readServerInfo,
  readServerState,
  withdrawPersonLink,
  withdrawRole,
  type ApiFailure,
  type CreateFailure,
  type LinkWish,
  type MapCaller,
} from './share-api.ts';
export type { MapAccess, PersonLink, ServerInfo, ServerState } from './share-answers.ts';
export {
  historyDatabase,
  openDeviceHistory,
  type DeviceHistory,
  type DeviceState,
  type NewDeviceState,
} from './device-history.ts';
export { recordHistory, type HistoryRecorder, type RecorderOptions } from './history-recorder.ts';
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
export { askToLast, doesLast, readRoom, type Room } from './lasting.ts';
export { parseEntry, type LibraryEntry, type MapShare } from './library-entry.ts';
export { newMapId, openLibrary, type EntryChange, type Library, type LibraryFailure } from './library.ts';
export { joinTabs, type Tabs } from './tabs.ts';
