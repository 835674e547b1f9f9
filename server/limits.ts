/**
 * Every cap an operator may set, in one place. SPEC.md §6 says what happens above each and by which test it is held, or by
 * which rule; also which numbers are not here, and where they are. `createServer({limits})` overrides any of them.
 */
const KIB = 1024;
const MIB = 1024 * KIB;
const SECOND_MS = 1000;

export const DEFAULT_LIMITS = {
  /**
   * Of all messages that have begun and not ended: above it the address that holds most loses its oldest. One that has
   * not grown by the second number within a ping interval is given up; a slow line may take as long as it takes.
   */
  unfinishedBytes: 64 * MIB,
  unfinishedGrowthBytes: 64 * KIB,
  maxAwarenessBytes: 8 * KIB,
  maxAwarenessStateBytes: 2 * KIB,
  /** And twice the document's own: every client that ever wrote is an entry of about six bytes, there and here. */
  maxStateVectorBytes: 64 * KIB,
  /**
   * What one update may bring; above it the socket is closed. Yjs takes an update in one go, and an item costs it some
   * microseconds, whatever it holds. 10,000 people with 20,000 relations are 223,000 items.
   */
  updateStructs: 400_000,
  updateDeletions: 200_000,
  /** Plain values, those inside of objects and lists counted one by one, and how deep they may lie in each other. */
  updateValues: 1_000_000,
  valueDepth: 64,
  /** Clients nobody here has heard of: each makes every later edit a little dearer. A map of many years has thousands. */
  updateClients: 50_000,
  /** Encoded map: above `soft` the operator is warned, above `hard` nothing more is taken in. See `messageBytes`. */
  softMapBytes: 8 * MIB,
  hardMapBytes: 16 * MIB,
  /** Above `hard` still, for what is left of deleted things: whoever empties a full map must be able to say so. */
  spareMapBytes: 64 * KIB,
  /** Updates that refer to edits the server does not have: asked for once, then the socket has this long and this much. */
  gapMs: 5 * SECOND_MS,
  gapBytes: 64 * KIB,
  liveRooms: 1000,
  roomIdleMs: 60 * SECOND_MS,
  connections: 2000,
  /** Of TCP, whatever they are for; above this a new one is dropped before it has said a word. */
  tcpConnections: 4000,
  /**
   * The same of one address, loopback and configured proxies excepted. An office of 50 behind one address opens eight
   * each when all come back from lunch.
   */
  tcpPerAddress: 500,
  connectionsPerMap: 50,
  /** Not applied to loopback: there it is this machine, or a reverse proxy nobody told us about. */
  connectionsPerAddress: 40,
  /** Coming in, per address other than loopback: so many sockets, of which each with a bad token counts as many. */
  joinsPerSecond: 5,
  joinsBurst: 200,
  /** Requests of the API, per address. */
  requestsPerSecond: 20,
  requestsBurst: 300,
  /** What no client of ours says (a token nobody signed, no map id) counts as so many requests or sockets: guessing is
   * hopeless, and shall be cheap for us. */
  badTokenCost: 20,
  /** Sockets that were refused and have not gone yet, in all and of one address: above this the oldest is cut off. */
  refusedConnections: 200,
  refusedPerAddress: 10,
  /** How long a refused socket gets to read why. */
  refusedMs: 2 * SECOND_MS,
  /** Links made for persons that are not withdrawn. */
  linksPerMap: 200,
  /** Over a rate the socket is paused, its messages never dropped: a gap costs far more than waiting. */
  updatesPerSecond: 120,
  updatesBurst: 2000,
  /** Twice what our own client says, cursor, drag and laser together. */
  awarenessPerSecond: 30,
  awarenessBurst: 60,
  /** In and out of the document (answers to sync step 1 count too), per socket. */
  bytesPerSecond: MIB,
  bytesBurst: 4 * MIB,
  /**
   * Of this process's time, per socket: a question of three bytes may cost a look at the whole map, an answer with gaps a
   * copy of it. The burst is also how long one socket keeps all others waiting with many small messages.
   */
  workMsPerSecond: 250,
  workMsBurst: 40,
  /** The same, of all sockets of an address together, those that are gone too; of loopback: of a link, what is dear alone. */
  addressWorkMsPerSecond: 500,
  addressWorkMsBurst: 4000,
  /** Bytes one socket may have waiting, behind one message, while its map loads or its rate is over. */
  inboxBytes: 4 * MIB,
  /** A reader that does not read: above the first no presence is sent to it, above the second it is cut off. */
  slowReaderBytes: MIB,
  stuckReaderBytes: 4 * MIB,
  /** Below y-websocket's own 30 s watchdog, so that a lone quiet client is not reconnected again and again. */
  pingMs: 25 * SECOND_MS,
  /** A socket whose client id another one claims is pinged at once, but no more often than this. */
  probeMs: SECOND_MS,
  awarenessFlushMs: 50,
  /** Updates merged into one frame; merging a longer run costs more than it saves. */
  coalescedUpdates: 50,
  /** A snapshot is written when the log behind it is this long. */
  compactUpdates: 500,
  compactBytes: MIB,
  /** Where several servers share the store: how often a room looks there by itself, should a wake-up be lost. */
  pollMs: 5 * SECOND_MS,
  /** Presence from another server ends when it is not heard of for so long; clients renew theirs every 15 s. */
  remotePresenceMs: 45 * SECOND_MS,
  /** How far ahead of what is known of it a client's presence may be: at 15 states a second, a minute unheard of. */
  presenceClockJump: 1_000,
  /** Presence goes to other servers in messages of about this size. */
  remotePresenceBytes: 4 * KIB,
  /** While a map changes, its state is kept for the history at least this often. */
  historyMs: 10 * 60 * SECOND_MS,
  headersMs: 10 * SECOND_MS,
  /**
   * An idle connection is kept longer than load balancers keep theirs (60 s as a rule): were the server the first to
   * close, a request just under way would meet a closed door.
   */
  keepAliveMs: 75 * SECOND_MS,
  requestBytes: 4 * KIB,
  /** An answer of which nothing was taken for this long is cut off. */
  answerMs: 60 * SECOND_MS,
  /** Past states on their way out at once: each is a whole map in memory. */
  stateDownloads: 20,
  mapsPerMinute: 30,
  mapsBurst: 60,
  /** Wrong operator passwords, per address. */
  operatorTriesPerMinute: 6,
  operatorTriesBurst: 10,
  /** Store and bus must answer within this for the server to count as ready. */
  readyMs: 2 * SECOND_MS,
  /** A stop that takes longer than this is ended: what was not on disk by then was not acknowledged either. */
  stopMs: 15 * SECOND_MS,
  /** While the database or a connection to it is away, a write is tried again this long; then the room says so (4507). */
  databaseRetryMs: 20 * SECOND_MS,
  /** So long a server that starts waits for its database, with /readyz at 503, before it gives up. */
  databaseStartMs: 10 * 60 * SECOND_MS,
  databaseStatementMs: 8 * SECOND_MS,
  databaseConnections: 8,
  /** Appends of all documents that go into one commit. */
  databaseBatchBytes: 16 * MIB,
  /** Wake-ups and presence that wait for the bus; above it the oldest are let go. */
  busOutboxBytes: 4 * MIB,
  /** A room is opened without wake-ups when the bus does not answer in time; they begin when it is back. */
  busSubscribeMs: 2 * SECOND_MS,
  /** Entries a stream of Redis keeps (or some more): what a server may miss and still catch up with. */
  busKeptEntries: 2000,
  /** A bus that is silent is asked this often whether it is still there. */
  busHeartbeatMs: 10 * SECOND_MS,
  /** How long sockets get to say goodbye when the server stops. */
  drainMs: 2 * SECOND_MS,
} as const;

/** The head of an answer: two numbers and a length. */
const HEAD_BYTES = 16;

/**
 * How long one message may be: a whole map, because that is what a client that heals the server sends. It is refused by
 * what it says of its length, before it is buffered.
 */
export function messageBytes({ hardMapBytes, spareMapBytes }: Limits): number {
  return hardMapBytes + spareMapBytes + HEAD_BYTES;
}

export type Limits = { readonly [name in keyof typeof DEFAULT_LIMITS]: number };
