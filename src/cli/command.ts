/** What every command of the command line is: a help text and a run that ends with an exit code. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { cliText, type Language } from '../i18n/index.ts';

/** 0 done, 1 nothing usable or refused, 2 wrong usage. */
export type ExitCode = 0 | 1 | 2;

export interface Terminal {
  readonly language: Language;
  /** A line for people, on standard output. */
  readonly say: (line: string) => void;
  /** A line about something wrong, on standard error. */
  readonly complain: (line: string) => void;
}

/** Of maps, and of the server for everybody. */
export type CommandName = 'import' | 'render' | 'tidy' | 'check' | 'serve';
/** Of the server for who runs it. */
export type OperatorCommandName = 'doctor' | 'backup' | 'restore' | 'rotate-key' | 'owner-link';

export interface Command {
  readonly name: CommandName | OperatorCommandName;
  readonly options: OptionSpecs;
  readonly run: (given: Given, terminal: Terminal) => Promise<ExitCode>;
}

/** `one`: takes a value; `many`: may be repeated; `flag`: takes none. */
export type OptionSpecs = Readonly<
  Record<string, { readonly takes: 'one' | 'many' | 'flag'; readonly short?: string }>
>;

/** What was typed behind the command's name. */
export interface Given {
  readonly positionals: readonly string[];
  readonly one: (option: string) => string | undefined;
  readonly many: (option: string) => readonly string[];
  readonly flag: (option: string) => boolean;
}

/** The user typed something that cannot be: shown with a pointer to the help, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly code = 'wrong-usage';
}

/** Something outside the program failed (a file, a picture): shown as it is, exit code 1. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  readonly code = 'failed';
}

/** @throws UsageError for an unknown option, a missing or superfluous value. */
export function parseGiven(args: readonly string[], specs: OptionSpecs): Given {
  const options: NonNullable<ParseArgsConfig['options']> = {};
  for (const [name, { takes, short }] of Object.entries(specs)) {
    const type = takes === 'flag' ? 'boolean' : 'string';
    options[name] = { type, multiple: takes === 'many', ...(short ? { short } : {}) };
  }
  try {
    const { values, positionals } = parseArgs({
      args: withJoinedValues(args, specs),
      options,
      allowPositionals: true,
      strict: true,
    });
    const valueOf = (option: string): unknown => values[option];
    return {
      positionals,
      one: (option) => {
        const value = valueOf(option);
        return typeof value === 'string' ? value : undefined;
      },
      many: (option) => {
        const value = valueOf(option);
        return Array.isArray(value) ? value.map(String) : [];
      },
      flag: (option) => valueOf(option) === true,
    };
  } catch (error) {
    throw new UsageError(error instanceof Error ? (error.message.split(/\. |\n/)[0] ?? '') : String(error));
  }
}

/** One map in 64 has an id that begins with a dash. No option is as long, or looks like one. */
const DASHED_MAP_ID = /^-[A-Za-z0-9_-]{21}$/;

/** `--scale -2` as `--scale=-2`: parseArgs takes a value that begins with a dash for the next option. */
function withJoinedValues(args: readonly string[], specs: OptionSpecs): string[] {
  const takesValue = new Map<string, string>();
  for (const [name, { takes, short }] of Object.entries(specs)) {
    if (takes === 'flag') continue;
    takesValue.set(`--${name}`, `--${name}`);
    if (short) takesValue.set(`-${short}`, `--${name}`);
  }
  const joined: string[] = [];
  const mapIds: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const option = takesValue.get(args[i]!);
    const value = args[i + 1];
    if (option && value !== undefined && !isOption(value, takesValue)) {
      joined.push(`${option}=${value}`);
      i++;
    } else if (DASHED_MAP_ID.test(args[i]!) && !isOption(args[i]!, takesValue)) mapIds.push(args[i]!);
    else joined.push(args[i]!);
  }
  return mapIds.length === 0 ? joined : [...joined, '--', ...mapIds];
}

function isOption(text: string, takesValue: ReadonlyMap<string, string>): boolean {
  return takesValue.has(text) || /^--[a-z]/.test(text);
}

/** One of the choices; undefined when the option was not given. @throws UsageError for anything else. */
export function choiceOf<T extends string>(
  given: Given,
  option: string,
  choices: readonly T[],
  language: Language,
): T | undefined {
  const value = given.one(option);
  if (value === undefined) return undefined;
  const choice = choices.find((known) => known === value);
  if (choice === undefined) {
    throw new UsageError(cliText(language, 'cli.bad-choice', `--${option}`, value, choices.join(', ')));
  }
  return choice;
}

/** @throws UsageError when the option was not given. */
export function required(given: Given, option: string, language: Language): string {
  const value = given.one(option);
  if (value === undefined || value === '') {
    throw new UsageError(cliText(language, 'cli.missing-option', option === 'output' ? '-o' : `--${option}`));
  }
  return value;
}

/** For commands that take options only. @throws UsageError when there is anything else. */
export function refusePositionals(given: Given, language: Language): void {
  const [word] = given.positionals;
  if (word !== undefined) throw new UsageError(cliText(language, 'cli.unexpected', word));
}
