/** Texts of the command line, the operator's commands among them, apart from the app's: the browser never needs them. */
import { cliEn } from './cli.en.ts';
import { cliZh } from './cli.zh.ts';
import { operateEn } from './operate.en.ts';
import { operateZh } from './operate.zh.ts';
import type { Language } from './t.ts';

type Texts = typeof cliEn & typeof operateEn;
export type CliKey = keyof Texts;
export type CliArguments<K extends CliKey> = Texts[K] extends (...values: infer A) => string ? A : [];

const CATALOGUES: Readonly<Record<Language, Texts>> = {
  en: { ...cliEn, ...operateEn },
  zh: { ...cliZh, ...operateZh },
};

/** As `translate`, for `cli.…`, `operate.…` and `doctor.…`. */
export function cliText<K extends CliKey>(language: Language, key: K, ...values: CliArguments<K>): string {
  const entry: unknown = CATALOGUES[language][key];
  return typeof entry === 'function' ? (entry as (...args: unknown[]) => string)(...values) : (entry as string);
}
