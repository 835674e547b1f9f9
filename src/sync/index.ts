export {
  connectMap,
  type Connection,
  type ConnectionStatus,
  type ConnectOptions,
  type RefusalReason,
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
export { createSharedMap, parseShareLink, type SharedMap, type ShareLink, type ShareRole } from './share-link.ts';
