/** Whether something was changed on this device that no server has acknowledged: kept beside the document, so that a
 * weaker link, or none, does not make it look shared. See sync/SPEC.md S50. */
import type * as Y from 'yjs';
import type { DeviceStore } from '../sync/index.ts';

const MARK = 'unsent';

export class Unsent {
  #device: Pick<DeviceStore, 'readMark' | 'setMark'>;
  #since: number | null = $state(null);

  constructor(doc: Y.Doc, device: Pick<DeviceStore, 'readMark' | 'setMark'>) {
    this.#device = device;
    doc.on('update', (_update: Uint8Array, _origin: unknown, _doc: Y.Doc, { local }: Y.Transaction) => {
      if (local) this.changed();
    });
  }

  /** The time of the first such change, in milliseconds since 1970; null when there is none. */
  get since(): number | null {
    return this.#since;
  }

  /** Takes over what was kept. */
  async load(): Promise<void> {
    const kept = await this.#device.readMark(MARK);
    this.#since ??= kept;
  }

  /** Something here is not on the server. */
  changed(): void {
    if (this.#since !== null) return;
    this.#since = Date.now();
    this.#device.setMark(MARK, this.#since);
  }

  /** Everything that is here is on the server's disk. */
  acknowledged(): void {
    if (this.#since === null) return;
    this.#since = null;
    this.#device.setMark(MARK, null);
  }
}
