/** Who may get into the open map, and where it lives: what the share dialog works with. */
import type { Result } from '../model/index.ts';
import type { ShareRole } from '../sync/index.ts';
import type { App } from './app.svelte.ts';
import type { Session } from './session.svelte.ts';
import type { ShareLinks } from './types.ts';

export class Sharing {
  #app: App;
  #session: Session;

  constructor(app: App, session: Session) {
    this.#app = app;
    this.#session = session;
  }

  /** The links this device holds; null while the map lives on this device only. */
  get links(): ShareLinks | null {
    return this.#session.share;
  }
  /** What the link in use allows; null when the map is not shared. */
  get role(): ShareRole | null {
    return this.#session.role;
  }

  /** Puts the map on the server. The reason is a sentence for people. */
  async shareNow(createToken: string | null = null): Promise<Result<ShareLinks>> {
    const shared = await this.#session.shareNow(createToken);
    return shared.ok ? shared : { ok: false, reason: this.#app.t(`notice.share.${shared.reason}`) };
  }

  /** Keeps the map on this device alone from now on, with all that is in it. */
  leave(): Promise<void> {
    return this.#session.leave();
  }

  destroy(): void {}
}
