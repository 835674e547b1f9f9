/** `restore`: a backup into an empty data folder or database. */
import { restore } from '../../server/index.ts';
import { cliText } from '../i18n/index.ts';
import type { Command } from './command.ts';
import { readable } from './files.ts';
import { onlyWord, operating } from './operate.ts';

export const restoreCommand: Command = {
  name: 'restore',
  options: { continue: { takes: 'flag' }, data: { takes: 'one' } },
  run: async (given, { language, say, complain }) => {
    const path = onlyWord(given, cliText(language, 'operate.missing-backup'));
    await readable(path, language);
    const isContinued = given.flag('continue');
    const { made, counts } = await operating(given, language, (context) => restore(context, { path, isContinued }));
    say(cliText(language, 'operate.restored', counts.maps, new Date(made).toISOString()));
    if (counts.damaged > 0) complain(cliText(language, 'operate.maps-damaged', counts.damaged));
    return 0;
  },
};
