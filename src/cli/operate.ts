/** What the operator's commands share: settings from the environment, and failures as one sentence. */
import {
  createLog,
  explain,
  OperateFailure,
  readConfig,
  type CommandContext,
  type Settings,
} from '../../server/index.ts';
import { cliText, type Language } from '../i18n/index.ts';
import { CommandFailure, UsageError, type Given } from './command.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The environment with what was typed in its place. */
export function environmentOf(given: Given): Environment {
  const data = given.one('data');
  return data === undefined ? process.env : { ...process.env, HERRINGBONE_DATA: data };
}

/** @throws CommandFailure, in the operator's language, for whatever an operator can cause. */
export async function operating<T>(
  given: Given,
  language: Language,
  run: (context: CommandContext) => Promise<T>,
): Promise<T> {
  let settings: Settings | null = null;
  try {
    settings = await readConfig(environmentOf(given));
    refuseFolderBesideDatabase(given, settings, language);
    return await run({ settings, log: createLog({ level: 'warn' }) });
  } catch (error) {
    if (error instanceof CommandFailure || error instanceof UsageError) throw error;
    const sentence =
      error instanceof OperateFailure
        ? cliText(language, `operate.${error.code}`, error.about)
        : explain(error, settings);
    throw new CommandFailure(sentence, { cause: error });
  }
}

/**
 * With a database configured the folder would be passed over in silence, and a backup be one of the wrong maps.
 * @throws UsageError for a typed `--data` then.
 */
export function refuseFolderBesideDatabase(given: Given, settings: Settings, language: Language): void {
  const data = given.one('data');
  if (data === undefined || !settings.databaseUrl) return;
  const where = process.env['DATABASE_URL'] ? 'DATABASE_URL' : (settings.configFile ?? '');
  throw new UsageError(cliText(language, 'operate.data-or-database', data, where));
}

/** `--from`: where a running server is asked; null = not. @throws UsageError unless it is an address. */
export function fromOption(given: Given, language: Language): string | null {
  const from = given.one('from');
  if (from === undefined) return null;
  if (URL.canParse(from) && /^https?:$/.test(new URL(from).protocol)) return new URL(from).origin;
  throw new UsageError(cliText(language, 'operate.bad-address', from));
}

/** The only word behind the command. @throws UsageError with `message` for none or several. */
export function onlyWord(given: Given, message: string): string {
  const [word, ...others] = given.positionals;
  if (word === undefined || others.length > 0) throw new UsageError(message);
  return word;
}
