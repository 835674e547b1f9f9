/** Finds the command, shows help, and turns what went wrong into a line and an exit code. */
import { cliText, preferredLanguage, type Language } from '../i18n/index.ts';
import {
  CommandFailure,
  parseGiven,
  UsageError,
  type Command,
  type CommandName,
  type ExitCode,
  type OperatorCommandName,
  type Terminal,
} from './command.ts';

/** Loaded when asked for: `check` should not wait for the server or the picture libraries. */
const COMMANDS: Readonly<Record<CommandName, () => Promise<Command>>> = {
  import: async () => (await import('./import-command.ts')).importCommand,
  render: async () => (await import('./render-command.ts')).renderCommand,
  tidy: async () => (await import('./tidy-command.ts')).tidyCommand,
  check: async () => (await import('./check-command.ts')).checkCommand,
  serve: async () => (await import('./serve-command.ts')).serveCommand,
};

const OPERATOR_COMMANDS: Readonly<Record<OperatorCommandName, () => Promise<Command>>> = {
  doctor: async () => (await import('./doctor-command.ts')).doctorCommand,
  backup: async () => (await import('./backup-command.ts')).backupCommand,
  restore: async () => (await import('./restore-command.ts')).restoreCommand,
  'rotate-key': async () => (await import('./rotate-key-command.ts')).rotateKeyCommand,
  'owner-link': async () => (await import('./owner-link-command.ts')).ownerLinkCommand,
};

const HELP_WORDS = new Set(['--help', '-h', 'help']);

/** Runs one command line (without node and script name). Never throws for what a user can cause. */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { language, say, complain } = terminal;
  const [name = '', ...rest] = args;
  if (HELP_WORDS.has(name) && rest.length === 0) {
    say(cliText(language, 'cli.help'));
    return 0;
  }
  if (!isCommand(name) && !isOperatorCommand(name)) {
    if (name !== '') complain(cliText(language, 'cli.unknown-command', name));
    complain(cliText(language, 'cli.help'));
    return 2;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    say(cliText(language, `cli.help.${name}`));
    return 0;
  }
  try {
    const command = await (isCommand(name) ? COMMANDS[name] : OPERATOR_COMMANDS[name])();
    return await command.run(parseGiven(rest, command.options), terminal);
  } catch (error) {
    if (!(error instanceof UsageError) && !(error instanceof CommandFailure)) throw error;
    complain(error.message);
    if (error instanceof CommandFailure) return 1;
    complain(cliText(language, 'cli.see-help', name));
    return 2;
  }
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}

function isOperatorCommand(name: string): name is OperatorCommandName {
  return Object.hasOwn(OPERATOR_COMMANDS, name);
}

/** The language of the environment, as POSIX names it (`zh_CN.UTF-8`); English when it says nothing. */
export function environmentLanguage(env: Readonly<Record<string, string | undefined>>): Language {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return preferredLanguage([locale.replace('_', '-')]);
}
