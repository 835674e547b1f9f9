/**
 * A deletion reaches maps that nobody has open: when the shelf is shown, the server is asked after each shared map. One
 * at a time and slowly, since a whole office may look at its shelves behind one address (server/limits.ts).
 */
import type { Result } from '../model/index.ts';
import { parseShareLink, readAccess, SHARE_ROLES, type ApiFailure, type ShareLink } from '../sync/index.ts';
import type { ShareLinks, Speaker } from './types.ts';

/** What a round asks of the library. */
export interface Shelf {
  readonly whenReady: Promise<void>;
  readonly entries: readonly { readonly id: string; readonly name: string; readonly shared: boolean }[];
  linksOf(id: string): ShareLinks | null;
  /** The entry is shared as this map, and this browser is not ending that itself. */
  isSharedAs(id: string, mapId: string): boolean;
  takeDeleted(id: string, mapId: string): Promise<void>;
  /** The map is still on the server. */
  endNothing(id: string, mapId: string): Promise<void>;
  /** Other tabs' changes are known then. */
  reread(): Promise<void>;
  restore(id: string): Promise<void>;
}

export interface RoundsOptions {
  /** `http://host:port` of the server. */
  readonly origin: string;
  readonly fetchFrom: typeof fetch;
  /** Between two maps; default 250 ms, a fraction of what the server allows an address. */
  readonly pauseMs?: number;
}

/** A map that was asked after is left alone for so long: going to and fro between maps asks nothing. */
const AGAIN_MS = 5 * 60_000;
const LOOK_MS = 250;

export class DeletionRounds {
  #shelf: Shelf;
  #speaker: Speaker;
  #options: RoundsOptions;
  #askedAt = new Map<string, number>();

  constructor(shelf: Shelf, speaker: Speaker, options: RoundsOptions) {
    this.#shelf = shelf;
    this.#speaker = speaker;
    this.#options = options;
  }

  /** Asks after every shared map until `signal`, or until the server cannot be reached or has enough: it says nothing. */
  async run(signal: AbortSignal): Promise<void> {
    await this.#shelf.whenReady;
    const ended: { readonly id: string; readonly name: string }[] = [];
    for (const entry of this.#shelf.entries.filter(({ shared }) => shared)) {
      if (signal.aborted) break;
      const link = this.#linkOf(entry.id);
      if (link === null || Date.now() - (this.#askedAt.get(entry.id) ?? -Infinity) < AGAIN_MS) continue;
      const answer = await this.#ask(link);
      if (!answer.ok && (answer.reason === 'unreachable' || answer.reason === 'too-many-requests')) break;
      if (answer.ok) await this.#shelf.endNothing(entry.id, link.mapId);
      const isDeleted = !answer.ok && answer.reason === 'deleted';
      if (isDeleted && (await this.#takeDeletion(entry.id, link.mapId, signal))) ended.push(entry);
      if (!signal.aborted) this.#askedAt.set(entry.id, Date.now());
      await waited(this.#options.pauseMs ?? LOOK_MS);
    }
    this.#tell(ended);
  }

  #ask({ mapId, token }: ShareLink): Promise<Result<unknown, ApiFailure>> {
    const { origin, fetchFrom } = this.#options;
    return readAccess({ origin, fetchFrom, mapId, token });
  }

  /** The strongest one that is kept here. */
  #linkOf(id: string): ShareLink | null {
    const links = this.#shelf.linksOf(id);
    const parsed = parseShareLink(SHARE_ROLES.map((role) => links?.[role]).find((link) => typeof link === 'string'));
    return parsed.ok ? parsed.value : null;
  }

  /** False: this browser has ended the sharing itself, or shared the map anew, while the server was asked. */
  async #takeDeletion(id: string, mapId: string, signal: AbortSignal): Promise<boolean> {
    await this.#shelf.reread();
    if (signal.aborted || !this.#shelf.isSharedAs(id, mapId)) return false;
    await this.#shelf.takeDeleted(id, mapId);
    return true;
  }

  #tell(ended: readonly { readonly id: string; readonly name: string }[]): void {
    const [first, ...others] = ended;
    if (!first) return;
    if (others.length > 0)
      return void this.#speaker.notify({ kind: 'error', text: this.#speaker.t('share.deleted.several', ended.length) });
    const text = this.#speaker.t('share.deleted.notice', first.name || this.#speaker.t('map.untitled'));
    const action = { label: this.#speaker.t('share.take-back'), run: () => void this.#shelf.restore(first.id) };
    this.#speaker.notify({ kind: 'error', text, action });
  }
}

function waited(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
