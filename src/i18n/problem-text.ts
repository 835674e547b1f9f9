import { translate, type Language, type MessageKey } from './t.ts';

type CodeOf<Prefix extends string, K> = K extends `${Prefix}.${infer Code}` ? Code : never;
type Wrong = Exclude<CodeOf<'problem', MessageKey>, 'place' | 'sentence'>;
type Done = CodeOf<'done', MessageKey>;

/** What the import reports, as far as a sentence needs it: i18n knows no other folder, so it says so by shape. */
interface ProblemLike {
  readonly file: string;
  readonly row: number | null;
  readonly column: string | null;
  readonly code: Wrong;
  readonly consequence: Done;
  readonly values: {
    readonly value?: string;
    readonly name?: string;
    readonly other?: string;
    readonly allowed?: string;
    readonly count?: number;
  };
}

/** One sentence: file, row and column, what is wrong, and what will be done about it. */
export function problemText(language: Language, problem: ProblemLike): string {
  const { file, row, column, code, consequence, values } = problem;
  const place = translate(language, 'problem.place', file, row, column);
  const wrong = translate<`problem.${Wrong}`>(language, `problem.${code}`, values);
  return translate(language, 'problem.sentence', place, wrong, translate(language, `done.${consequence}`));
}
