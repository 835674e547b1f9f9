/** `check`: what of a map file cannot be used as it stands. */
import { cliText } from '../i18n/index.ts';
import type { Command } from './command.ts';
import { complainAboutDropped, mapArgument, readMapFile } from './files.ts';

export const checkCommand: Command = {
  name: 'check',
  options: { strict: { takes: 'flag' } },
  run: async (given, terminal) => {
    const { language } = terminal;
    const file = mapArgument(given, language);
    const parsed = await readMapFile(file, language);
    complainAboutDropped(file, parsed, terminal);
    if (parsed.readOnly) terminal.complain(cliText(language, 'cli.newer-map', file));
    const count = parsed.dropped.length;
    const { people, units, relations } = parsed.map;
    terminal.say(
      count > 0
        ? cliText(language, 'cli.problems', count)
        : cliText(language, 'cli.check-good', people.size, units.size, relations.size),
    );
    return given.flag('strict') && count > 0 ? 1 : 0;
  },
};
