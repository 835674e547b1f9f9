/** Finds the command, shows help, and turns what went wrong into a line and an exit code. */
import { preferredLanguage, translate, type Language } from '../i18n/index.ts';
import { CommandFailure, parseGiven, UsageError, type Command, type ExitCode, type Terminal } from './command.ts';

/** Loaded when asked for: `check` should not wait for the server or the picture libraries. */
const COMMANDS: Readonly<Record<Command['name'], () => Promise<Command>>> = {
  import: async () => (await import('./import-command.ts')).importCommand,
  render: async () => (await import('./render-command.ts')).renderCommand,
  tidy: async () => (await import('./tidy-command.ts')).tidyCommand,
  check: async () => (await import('./check-command.ts')).checkCommand,
  serve: async () => (await import('./serve-command.ts')).serveCommand,
};

const HELP_WORDS = new Set(['--help', '-h', 'help']);

/** Runs one command line (without node and script name). Never throws for what a user can cause. */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { language, say, complain } = terminal;
  const [name = '', ...rest] = args;
  if (HELP_WORDS.has(name) && rest.length === 0) {
    say(translate(language, 'cli.help'));
    return 0;
  }
  if (!isCommand(name)) {
    if (name !== '') complain(translate(language, 'cli.unknown-command', name));
    complain(translate(language, 'cli.help'));
    return 2;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    say(translate(language, `cli.help.${name}`));
    return 0;
  }
  try {
    const command = await COMMANDS[name]();
    return await command.run(parseGiven(rest, command.options), terminal);
  } catch (error) {
    if (!(error instanceof UsageError) && !(error instanceof CommandFailure)) throw error;
    complain(error.message);
    if (error instanceof CommandFailure) return 1;
    complain(translate(language, 'cli.see-help', name));
    return 2;
  }
}

function isCommand(name: string): name is Command['name'] {
  return Object.hasOwn(COMMANDS, name);
}

/** The language of the environment, as POSIX names it (`zh_CN.UTF-8`); English when it says nothing. */
export function environmentLanguage(env: Readonly<Record<string, string | undefined>>): Language {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return preferredLanguage([locale.replace('_', '-')]);
}
