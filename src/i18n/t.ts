/** Texts of the interface and the pictures. The English catalogue defines the keys; entries with values are functions. */
import { en } from './messages.en.ts';
import { zh } from './messages.zh.ts';

export type Language = 'en' | 'zh';
export type Messages = typeof en;
export type MessageKey = keyof Messages;
export type Arguments<K extends MessageKey> = Messages[K] extends (...values: infer A) => string ? A : [];

const CATALOGUES: Readonly<Record<Language, Messages>> = { en, zh };

/** The text for a key in a language; a missing value does not compile. */
export function translate<K extends MessageKey>(language: Language, key: K, ...values: Arguments<K>): string {
  const entry: unknown = CATALOGUES[language][key];
  return typeof entry === 'function' ? (entry as (...args: unknown[]) => string)(...values) : (entry as string);
}

/** The first language of a preference list (`navigator.languages`) that we speak; English otherwise. */
export function preferredLanguage(preferences: readonly string[]): Language {
  for (const preference of preferences) {
    if (/^zh\b/i.test(preference)) return 'zh';
    if (/^en\b/i.test(preference)) return 'en';
  }
  return 'en';
}
