/** Files of the command line: reading bytes and maps, writing results. Failures become one sentence. */
import { access, constants, readFile, writeFile } from 'node:fs/promises';
import { cliText, translate, type Language } from '../i18n/index.ts';
import { parseFile, type ParsedFile } from '../model/index.ts';
import { CommandFailure, UsageError, type Given, type Terminal } from './command.ts';

/** @throws CommandFailure when there is no such file or it may not be read. */
export async function readBytes(file: string, language: Language): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new CommandFailure(cliText(language, 'cli.cannot-read', file, reasonOf(error)), { cause: error });
  }
}

/** @throws CommandFailure when there is no such file or it may not be read; for files too large to be read at once. */
export async function readable(file: string, language: Language): Promise<void> {
  try {
    await access(file, constants.R_OK);
  } catch (error) {
    throw new CommandFailure(cliText(language, 'cli.cannot-read', file, reasonOf(error)), { cause: error });
  }
}

/** A file name of `-` is standard output. @throws CommandFailure when it may not be written. */
export async function writeOutput(file: string, content: string | Uint8Array, language: Language): Promise<void> {
  if (file === '-') {
    process.stdout.write(content);
    return;
  }
  try {
    await writeFile(file, content);
  } catch (error) {
    throw new CommandFailure(cliText(language, 'cli.cannot-write', file, reasonOf(error)), { cause: error });
  }
}

/** @throws CommandFailure when it is no map file. */
export async function readMapFile(file: string, language: Language): Promise<ParsedFile> {
  const bytes = await readBytes(file, language);
  const parsed = parseFile(new TextDecoder().decode(bytes));
  if (!parsed.ok) throw new CommandFailure(cliText(language, `cli.file.${parsed.reason}`, file));
  return parsed.value;
}

/** As `readMapFile`, for commands that write the map again. @throws CommandFailure when a newer version wrote it. */
export async function readMapToChange(file: string, language: Language): Promise<ParsedFile> {
  const parsed = await readMapFile(file, language);
  if (parsed.readOnly) throw new CommandFailure(cliText(language, 'cli.newer-map', file));
  return parsed;
}

/** The one map file named behind the command. @throws UsageError for none or several. */
export function mapArgument(given: Given, language: Language): string {
  const [file, ...others] = given.positionals;
  if (file === undefined || others.length > 0) throw new UsageError(cliText(language, 'cli.missing-map'));
  return file;
}

/** Says what could not be used of a map file. */
export function complainAboutDropped(file: string, parsed: ParsedFile, terminal: Terminal): void {
  for (const { path, reason } of parsed.dropped) {
    const why = translate(terminal.language, `dropped.${reason}`);
    terminal.complain(cliText(terminal.language, 'cli.dropped', file, path, why));
  }
}

/** Results go to standard output unless that carries the file itself. */
export function sayWritten(what: string, file: string, terminal: Terminal): void {
  if (file !== '-') terminal.say(cliText(terminal.language, 'cli.written', what, file));
}

function reasonOf(error: unknown): string {
  const { code = '', message = String(error) } = (error ?? {}) as { code?: string; message?: string };
  return code || message;
}
