/** What the interface alone remembers while this tab is open: dialogs that are nobody else's business, files on their way. */
import { getContext, hasContext, setContext } from 'svelte';
import type { OpenMap } from '../state/index.ts';
import { NO_COVER, type Cover } from './panels/inspector-cover.ts';

/** Dialogs that only the menu opens; those that keys and the canvas open too belong to OpenMap. */
export type ScreenDialog = 'settings' | 'removed' | 'dropped';

export class Screen {
  #dialog: ScreenDialog | null = $state(null);
  #incoming: readonly File[] = $state.raw([]);
  /** In a narrow window the drawing needs the room more. */
  #legendOpen = $state(!matchMedia('(max-width: 900px)').matches);
  /** Pixels at the lower edge of the drawing that the legend covers. */
  legendHeight = $state(52);
  /** What the inspector covers of the drawing. */
  inspectorCover: Cover = $state.raw(NO_COVER);
  /** For the crash page, which stands where the map's own context is gone. */
  map: OpenMap | null = null;

  get dialog(): ScreenDialog | null {
    return this.#dialog;
  }
  set dialog(dialog: ScreenDialog | null) {
    this.#dialog = dialog;
  }

  get legendOpen(): boolean {
    return this.#legendOpen;
  }
  set legendOpen(open: boolean) {
    this.#legendOpen = open;
  }

  /** Lists that were dropped or chosen and wait for the import dialog. */
  get incoming(): readonly File[] {
    return this.#incoming;
  }
  set incoming(files: readonly File[]) {
    this.#incoming = files;
  }

  /** The waiting files, once. */
  takeIncoming(): readonly File[] {
    const files = this.#incoming;
    this.#incoming = [];
    return files;
  }
}

const SCREEN = Symbol('herringbone screen');

export function setScreen(screen: Screen): Screen {
  return setContext(SCREEN, screen);
}

/** @throws when no ancestor called setScreen */
export function getScreen(): Screen {
  if (!hasContext(SCREEN)) throw new Error('getScreen: no Screen above this component; App.svelte calls setScreen');
  return getContext<Screen>(SCREEN);
}
