/** How safe the maps are that only this device keeps, and whether the person knows. */
import { askToLast, doesLast, readRoom, type Room } from '../sync/index.ts';
import { readSetting, writeSetting } from './setting.ts';

/** From here on the next maps may find no room. */
const SHORT_OF_ROOM = 0.9;
const ASKED = 'askedToLast';
const KNOWN = 'mayClearKnown';

/** Safari, and all browsers on an iPhone: WebKit clears what a site keeps after 7 days without a visit. */
export function isWebKit(userAgent: string): boolean {
  return /AppleWebKit\//.test(userAgent) && !/Chrom(?:e|ium)\/|Android/.test(userAgent);
}

export class Keeping {
  #isAsked = $state(readSetting(ASKED) === 'yes');
  #isKnown = $state(readSetting(KNOWN) === 'yes');
  #lasts = $state(true);
  #room: Room | null = $state.raw(null);

  /** Why maps that are not shared may be gone one day; null: the browser promised to keep them, or the person knows. */
  get danger(): 'full-disk' | 'seven-days' | null {
    if (!this.#isAsked || this.#isKnown || this.#lasts) return null;
    return isWebKit(navigator.userAgent) ? 'seven-days' : 'full-disk';
  }

  /** What is used and there is, once little is left; else null. */
  get shortRoom(): Room | null {
    const room = this.#room;
    return room !== null && room.usedBytes >= room.quotaBytes * SHORT_OF_ROOM ? room : null;
  }

  /** With the first own edit on this device the browser is asked to keep it: some ask the person, who knows by then why. */
  async noteEdit(): Promise<void> {
    if (this.#isAsked) return;
    this.#isAsked = true;
    writeSetting(ASKED, 'yes');
    this.#lasts = await askToLast();
  }

  /** Asks the browser how things stand. */
  async look(): Promise<void> {
    [this.#lasts, this.#room] = await Promise.all([doesLast(), readRoom()]);
  }

  /** The person has read it: it is not said again on this device. */
  dismiss(): void {
    this.#isKnown = true;
    writeSetting(KNOWN, 'yes');
  }
}
