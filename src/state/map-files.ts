/** The map on its way out: pictures of the present view, and the map's own file. */
import { copyPng, downloadBlob, sceneToSvg, scenePicture, svgToPng } from '../export/index.ts';
import type { Placement } from '../layout/index.ts';
import { toFileText, type AccountMap, type RelationKind, type Result } from '../model/index.ts';
import type { ReadResult } from '../document/index.ts';
import { composeScene, type Language, type Scene, type ThemeName } from '../scene/index.ts';
import type { App } from './app.svelte.ts';

/** How an exported picture should look; absent = as on the screen. */
export interface ExportLook {
  readonly theme?: ThemeName;
  readonly language?: Language;
  /** Without attitude and marks. */
  readonly discreet?: boolean;
}

/** What an export needs of the open map. */
export interface MapSource {
  readonly map: () => AccountMap;
  readonly removed: () => ReadResult['removed'];
  readonly schema: () => number;
  readonly placement: () => Placement | null;
  readonly show: () => ReadonlySet<RelationKind>;
}

export class MapFiles {
  #app: App;
  #source: MapSource;

  constructor(app: App, source: MapSource) {
    this.#app = app;
    this.#source = source;
  }

  /** The present view as SVG text, as it looks on the screen unless told otherwise; '' while there is no picture. */
  svg(look: ExportLook = {}): string {
    const scene = this.#scene(look);
    return scene ? sceneToSvg(scene) : '';
  }

  /** A small picture for the library, in light colours and covered: it lies open on the table; null while there is none. */
  thumbnail(): string | null {
    const scene = this.#scene({ theme: 'light', discreet: true });
    return scene ? scenePicture(scene) : null;
  }

  async png(zoom: number, look: ExportLook): Promise<Result<Blob>> {
    const scene = this.#scene(look);
    if (!scene) return this.#failed();
    const made = await svgToPng(sceneToSvg(scene), { width: scene.width, height: scene.height, zoom });
    return made.ok ? made : this.#failed();
  }

  /** The clipboard is asked at once, with the picture still to come: Safari allows it only within the click. */
  async copyPng(zoom: number, look: ExportLook): Promise<Result<void>> {
    const copied = await copyPng(this.png(zoom, look));
    return copied.ok ? copied : { ok: false, reason: this.#app.t('notice.export.clipboard') };
  }

  saveSvg(look: ExportLook = {}): void {
    const svg = this.svg(look);
    if (svg !== '') downloadBlob(new Blob([svg], { type: 'image/svg+xml' }), this.#fileName('.svg'));
  }

  async savePng(zoom: number, look: ExportLook): Promise<Result<void>> {
    const png = await this.png(zoom, look);
    if (!png.ok) return png;
    downloadBlob(png.value, this.#fileName('.png'));
    return { ok: true, value: undefined };
  }

  /** Downloads the map as `<name>.herringbone.json`. */
  saveMap(): void {
    const text = toFileText(this.#source.map(), this.#source.removed(), this.#source.schema());
    downloadBlob(new Blob([text], { type: 'application/json' }), this.#fileName('.herringbone.json'));
  }

  #scene({ discreet, theme, language }: ExportLook): Scene | null {
    const placement = this.#source.placement();
    if (!placement) return null;
    return composeScene(this.#source.map(), placement, {
      theme: theme ?? this.#app.theme,
      language: language ?? this.#app.language,
      show: this.#source.show(),
      discreet: discreet ?? this.#app.discreet,
      date: today(),
      author: this.#app.userName,
    });
  }

  #failed(): { readonly ok: false; readonly reason: string } {
    return { ok: false, reason: this.#app.t('notice.export.failed') };
  }

  /** Without what file systems refuse. */
  #fileName(ending: string): string {
    const { name, account } = this.#source.map();
    const base = (name || account.name)
      .replace(/[\\/:*?"<>|\p{Cc}]/gu, ' ')
      .trim()
      .slice(0, 80);
    return (base || this.#app.t('file.untitled')) + ending;
  }
}

/** The local calendar day, `2026-11-22`. */
function today(): string {
  const now = new Date();
  const two = (value: number) => String(value).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
