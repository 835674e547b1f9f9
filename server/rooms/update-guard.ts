/**
 * Looks at an update before the document does. Applying a bad one is not harmless: seven bytes can make Yjs allocate
 * 256 MB, a broken tail leaves the document half changed, and an update with a gap waits inside the document and makes
 * every later one dearer.
 */
import * as Y from 'yjs';
import { DEFAULT_LIMITS } from '../limits.ts';
import { isDearToPlace } from './update-cost.ts';
import { isDearToCut, isEveryRunDeleted } from './update-ranges.ts';
import { scanUpdate, type ScanCaps, type ScannedStruct, type UpdateScan } from './update-scan.ts';

/** `too-dear`: it would keep everybody else waiting. */
export type Verdict = 'empty' | 'fits' | 'gap' | 'malformed' | 'too-dear';

/** What an update has that the document has not, deletions aside: content, or only what is left of deleted content. */
export type Brought = 'nothing' | 'traces' | 'content';

export interface Inspection {
  readonly verdict: Verdict;
  readonly brings: Brought;
  /** Of the update, without its deletions: each answer to a step 1 repeats all there ever were. */
  readonly bytes: number;
}

export interface UpdateCaps extends ScanCaps {
  readonly updateClients: number;
}

/** About a second of Yjs. What people do, offline for weeks too, needs some thousands. */
const MAX_STEPS = 4_000_000;

/** What applying `update` (encoding V1) to `doc` would do. Does not touch `doc`. Linear in the update. */
export function inspectUpdate(doc: Y.Doc, update: Uint8Array, caps: UpdateCaps = DEFAULT_LIMITS): Inspection {
  const scan = scanUpdate(update, caps);
  if (typeof scan === 'string') return { verdict: scan, brings: 'nothing', bytes: 0 };
  const clocks = new Clocks(doc, scan);
  return { verdict: verdictOn(doc, scan, clocks, caps), brings: clocks.brings, bytes: scan.structBytes };
}

function verdictOn(doc: Y.Doc, scan: UpdateScan, clocks: Clocks, caps: UpdateCaps): Verdict {
  if (scan.structs.length === 0 && scan.deletions.length === 0) return 'empty';
  if (clocks.newClients > caps.updateClients) return 'too-dear';
  if (!isEveryRunDeleted(scan)) return 'malformed';
  if (isDearToPlace(doc, scan, MAX_STEPS) || isDearToCut(scan, MAX_STEPS)) return 'malformed';
  return clocks.hasGap ? 'gap' : 'fits';
}

/**
 * Applies what of a gapped update `doc` can take in now, and forgets the rest. For a peer whose own document lacks
 * something nobody has any more: what it can give is worth keeping. Linear in the update.
 * @throws what Yjs throws on content it cannot apply.
 */
export function applyWhatFits(doc: Y.Doc, update: Uint8Array, origin: unknown): void {
  const { store } = doc;
  const { pendingStructs, pendingDs } = store;
  Y.applyUpdate(doc, update, origin);
  // Yjs keeps the rest for later, and every later update would be dearer for it. Only what the store itself gave us
  // may wait there: it was acknowledged to somebody, and the next snapshot is to hold it.
  if (store.pendingStructs !== null) store.pendingStructs = pendingStructs;
  if (store.pendingDs !== null) store.pendingDs = pendingDs;
}

/** How far each client's edits reach, before the update and with it. */
class Clocks {
  hasGap = false;
  brings: Brought = 'nothing';
  newClients = 0;
  readonly #doc: Y.Doc;
  readonly #after = new Map<number, number>();
  #lastClient = -1;
  #lastClock = 0;

  constructor(doc: Y.Doc, scan: UpdateScan) {
    this.#doc = doc;
    for (const { client, start, end } of scan.sections) {
      const known = Y.getState(doc.store, client);
      if (known === 0) this.newClients += 1;
      if (start > known && end > start) this.hasGap = true;
      this.#after.set(client, Math.max(known, end));
    }
    for (const struct of scan.structs) this.#see(struct);
    for (const { client, ranges } of scan.deletions) {
      const reach = this.#reachOf(client);
      for (let i = 1; i < ranges.length; i += 2) if ((ranges[i] ?? 0) > reach) this.hasGap = true;
    }
  }

  #see({ kind, client, clock, length, origin, rightOrigin, parent }: ScannedStruct): void {
    const hasParent = parent === null || typeof parent === 'string' || !this.#isMissing(parent);
    if (kind === 'skip' || !hasParent || this.#isMissing(origin) || this.#isMissing(rightOrigin)) this.hasGap = true;
    if (this.brings === 'content' || clock + length <= Y.getState(this.#doc.store, client)) return;
    this.brings = kind === 'value' || kind === 'map' ? 'content' : 'traces';
  }

  #isMissing(id: Y.ID | null): boolean {
    return id !== null && id.clock >= this.#reachOf(id.client);
  }

  /** Neighbours are of one client as a rule: the last answer is remembered. */
  #reachOf(client: number): number {
    if (client !== this.#lastClient) {
      this.#lastClient = client;
      this.#lastClock = this.#after.get(client) ?? Y.getState(this.#doc.store, client);
    }
    return this.#lastClock;
  }
}
