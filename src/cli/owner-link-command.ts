/** `owner-link`: for an owner who has lost the link. */
import { findOwnerLink } from '../../server/index.ts';
import { cliText } from '../i18n/index.ts';
import type { Command } from './command.ts';
import { fromOption, onlyWord, operating } from './operate.ts';

export const ownerLinkCommand: Command = {
  name: 'owner-link',
  options: { from: { takes: 'one' }, data: { takes: 'one' } },
  run: async (given, { language, say }) => {
    const mapId = onlyWord(given, cliText(language, 'operate.missing-map-id'));
    const from = fromOption(given, language);
    say(await operating(given, language, (context) => findOwnerLink(context, { mapId, from })));
    return 0;
  },
};
