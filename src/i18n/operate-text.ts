/** Texts of the operator's commands, apart from the others: the app in the browser never needs them. */
import { operateEn } from './operate.en.ts';
import { operateZh } from './operate.zh.ts';
import type { Language } from './t.ts';

type Texts = typeof operateEn;
export type OperateKey = keyof Texts;
export type OperateArguments<K extends OperateKey> = Texts[K] extends (...values: infer A) => string ? A : [];

const CATALOGUES: Readonly<Record<Language, Texts>> = { en: operateEn, zh: operateZh };

/** As `translate`, for `operate.…`, `doctor.…` and the help of the operator's commands. */
export function operateText<K extends OperateKey>(language: Language, key: K, ...values: OperateArguments<K>): string {
  const entry: unknown = CATALOGUES[language][key];
  return typeof entry === 'function' ? (entry as (...args: unknown[]) => string)(...values) : (entry as string);
}
