/** The choices of an export and what comes of them: a preview, a file, or a picture on the clipboard. */
import type { App, ExportLook, OpenMap } from '../../state/index.ts';

export const FORMATS = ['png', 'svg'] as const;
export const ZOOMS = [1, 2, 3, 4] as const;
export const THEMES = ['light', 'dark', 'print'] as const;

export class ExportSession {
  #open: OpenMap;
  format: (typeof FORMATS)[number] = $state('png');
  zoom: (typeof ZOOMS)[number] = $state(2);
  theme: (typeof THEMES)[number] = $state('light');
  language: App['language'] = $state('en');
  /** Without attitude and marks. */
  discreet = $state(false);
  #failure: string | null = $state(null);
  #isCopied = $state(false);

  constructor(app: App, open: OpenMap) {
    this.#open = open;
    this.language = app.language;
    this.theme = app.theme;
    this.discreet = app.discreet;
  }

  get canExport(): boolean {
    return this.#open.scene !== null;
  }
  get failure(): string | null {
    return this.#failure;
  }
  get isCopied(): boolean {
    return this.#isCopied;
  }
  get #look(): ExportLook {
    return { theme: this.theme, language: this.language, discreet: this.discreet };
  }
  /** Pixels of the PNG. */
  get size(): { width: number; height: number } {
    const { width = 0, height = 0 } = this.#open.scene ?? {};
    return { width: Math.round(width * this.zoom), height: Math.round(height * this.zoom) };
  }
  /** The picture as an address for an `img`; null when there is nothing to draw. */
  get preview(): string | null {
    if (!this.canExport) return null;
    return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(this.#open.files.svg(this.#look))}`;
  }

  async download(): Promise<void> {
    this.#failure = null;
    if (this.format === 'svg') return this.#open.files.saveSvg(this.#look);
    const saved = await this.#open.files.savePng(this.zoom, this.#look);
    if (!saved.ok) this.#failure = saved.reason;
  }

  async copy(): Promise<void> {
    this.#failure = null;
    const copied = await this.#open.files.copyPng(this.zoom, this.#look);
    this.#isCopied = copied.ok;
    if (!copied.ok) this.#failure = copied.reason;
  }
}
