/** `rotate-key`: a new key signs, or only the newest is left. */
import { newKey, OperateFailure, rotateKey } from '../../server/index.ts';
import { cliText } from '../i18n/index.ts';
import { refusePositionals, type Command } from './command.ts';
import { operating } from './operate.ts';

export const rotateKeyCommand: Command = {
  name: 'rotate-key',
  options: { 'drop-old': { takes: 'flag' }, lost: { takes: 'flag' }, data: { takes: 'one' } },
  run: async (given, { language, say }) => {
    refusePositionals(given, language);
    const isDropping = given.flag('drop-old');
    const count = await operating(given, language, (context) =>
      rotateKey(context, { isDropping, isLost: given.flag('lost') }).catch((error: unknown) => {
        // Where we may not write, we can still make the key.
        const isElsewhere = error instanceof OperateFailure && error.code === 'keys-elsewhere';
        if (isElsewhere && !isDropping) say(cliText(language, 'operate.key-for-you', newKey()));
        throw error;
      }),
    );
    if (isDropping) say(cliText(language, 'operate.keys-dropped'));
    else say(count === 1 ? cliText(language, 'operate.key-made') : cliText(language, 'operate.key-added', count));
    return 0;
  },
};
