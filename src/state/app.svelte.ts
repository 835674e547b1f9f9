/** What belongs to this tab whichever page it shows: language, theme, who I am, the route, the library, notices. */
import { createSubscriber, SvelteMap } from 'svelte/reactivity';
import { newId } from '../document/index.ts';
import { preferredLanguage, translate, type Arguments, type Language, type MessageKey } from '../i18n/index.ts';
import { isId } from '../model/index.ts';
import { PRESENCE_COLORS } from '../sync/index.ts';
import { Keeping } from './keeping.svelte.ts';
import { LibraryState } from './library-state.svelte.ts';
import { Passing, type Holder } from './passing.ts';
import { formatRoute, parseRoute } from './route.ts';
import { readSetting, watchSettings, writeSetting } from './setting.ts';
import { withoutMap } from './notice-actions.ts';
import type { EffectiveTheme, NewNotice, Notice, Route, ThemeChoice } from './types.ts';

export class App {
  readonly library: LibraryState;
  /** How safe is what only this device keeps. */
  readonly keeping = new Keeping();
  /** Says "the same one" beside what somebody wrote here: random, made once on this device. */
  readonly authorId = makeAuthorId();
  #stored = new SvelteMap<string, string>();
  #route: Route = $state.raw({ page: 'library' });
  #notices: readonly Notice[] = $state.raw([]);
  /** The same, for what changes them: read while a page is torn down, a state still says what it was before. */
  #standing: readonly Notice[] = [];
  #discreet = $state(false);
  #arrivals = $state(0);
  #noticeId = 0;
  /** What goes by itself, by the notice's id. */
  #passing = new Map<number, Passing>();
  #subscribeToDark: () => void;
  #dark = matchMedia('(prefers-color-scheme: dark)');
  #destroy: (() => void)[] = [];

  constructor() {
    this.library = new LibraryState(this);
    this.#route = parseRoute(location.hash);
    const follow = () => {
      this.#route = parseRoute(location.hash);
      if (this.#route.page === 'map' && this.#route.token !== null) this.#arrivals++;
    };
    addEventListener('hashchange', follow);
    this.#destroy.push(() => removeEventListener('hashchange', follow));
    this.#destroy.push(watchSettings((key, value) => this.#stored.set(key, value)));
    this.#subscribeToDark = createSubscriber((update) => {
      this.#dark.addEventListener('change', update);
      return () => this.#dark.removeEventListener('change', update);
    });
  }

  get language(): Language {
    const stored = this.#setting('language');
    return stored === 'en' || stored === 'zh' ? stored : preferredLanguage(navigator.languages);
  }
  set language(language: Language) {
    this.#keep('language', language);
  }

  get themeChoice(): ThemeChoice {
    const stored = this.#setting('theme');
    return stored === 'light' || stored === 'dark' ? stored : 'system';
  }
  set themeChoice(choice: ThemeChoice) {
    this.#keep('theme', choice);
  }

  /** The theme to draw: the choice, or what the system prefers. */
  get theme(): EffectiveTheme {
    const choice = this.themeChoice;
    if (choice !== 'system') return choice;
    this.#subscribeToDark();
    return this.#dark.matches ? 'dark' : 'light';
  }

  /** '' until the person gives one. */
  get userName(): string {
    return this.#setting('userName') ?? '';
  }
  set userName(name: string) {
    this.#keep('userName', name.slice(0, 60));
  }

  /** The person was asked for a name on this device and did not want to give one. */
  get isNameless(): boolean {
    return this.#setting('nameless') === 'yes';
  }
  stayNameless(): void {
    this.#keep('nameless', 'yes');
  }

  get userColor(): string {
    const stored = this.#setting('userColor');
    if (stored !== null && /^#[0-9a-f]{6}$/i.test(stored)) return stored;
    const color = PRESENCE_COLORS[crypto.getRandomValues(new Uint8Array(1))[0]! % PRESENCE_COLORS.length]!;
    writeSetting('userColor', color);
    return color;
  }
  set userColor(color: string) {
    this.#keep('userColor', color);
  }

  /** What this server asks of those who share new maps on it; '' until somebody entered it. */
  get createToken(): string {
    return this.#setting('createToken') ?? '';
  }
  set createToken(token: string) {
    this.#keep('createToken', token.slice(0, 500));
  }

  /** Attitude and marks are covered on this screen. Never stored: a map opens as it is. */
  get discreet(): boolean {
    return this.#discreet;
  }
  toggleDiscreet(): void {
    this.#discreet = !this.#discreet;
  }

  get route(): Route {
    return this.#route;
  }

  /** Links that came into an open tab, counted: each opens its map anew, also the one that is shown already. */
  get arrivals(): number {
    return this.#arrivals;
  }

  /** Shows a page; the browser's back button leads back. */
  go(route: Route): void {
    this.#route = route;
    if (location.hash !== formatRoute(route)) location.hash = formatRoute(route);
  }

  /** Changes the address without a step in the browser's history, e.g. to take a token out of it. */
  replaceRoute(route: Route): void {
    this.#route = route;
    history.replaceState(history.state, '', formatRoute(route));
  }

  /** The text for a key in the present language; reactive. */
  t<K extends MessageKey>(key: K, ...values: Arguments<K>): string {
    return translate(this.language, key, ...values);
  }

  get notices(): readonly Notice[] {
    return this.#notices;
  }

  /** Shows a passing message; errors stay until dismissed. */
  notify(notice: NewNotice): number {
    const id = ++this.#noticeId;
    for (const old of this.#standing) if (old.text === notice.text) this.dismiss(old.id);
    this.#show([...this.#standing, { ...notice, id }]);
    if (notice.kind === 'info') this.#passing.set(id, new Passing(() => this.dismiss(id)));
    return id;
  }

  /** A notice stays while somebody reaches for it: nothing is pulled away from under a hand. */
  holdNotice(id: number, by: Holder): void {
    this.#passing.get(id)?.hold(by);
  }
  releaseNotice(id: number, by: Holder): void {
    this.#passing.get(id)?.release(by);
  }

  dismiss(id: number): void {
    this.#passing.get(id)?.destroy();
    this.#passing.delete(id);
    this.#show(this.#standing.filter((notice) => notice.id !== id));
  }

  /** A map is closed: no notice offers to do anything with it any more. */
  forgetMap(map: object): void {
    const left = withoutMap(this.#standing, map);
    for (const { id } of this.#standing) if (!left.some((notice) => notice.id === id)) this.dismiss(id);
    this.#show(left);
  }

  /** Safe to call twice. */
  destroy(): void {
    for (const end of this.#destroy.splice(0)) end();
    for (const passing of this.#passing.values()) passing.destroy();
    this.#passing.clear();
    this.library.destroy();
  }

  #show(notices: readonly Notice[]): void {
    this.#standing = notices;
    this.#notices = notices;
  }

  #setting(key: string): string | null {
    return this.#stored.get(key) ?? readSetting(key);
  }

  #keep(key: string, value: string): void {
    this.#stored.set(key, value);
    writeSetting(key, value);
  }
}

function makeAuthorId(): string {
  const stored = readSetting('author');
  if (isId(stored)) return stored;
  const id = newId('a');
  writeSetting('author', id);
  return id;
}
