/** `backup`: everything the server keeps, in one file. */
import { resolve } from 'node:path';
import { backUp } from '../../server/index.ts';
import { cliText } from '../i18n/index.ts';
import { refusePositionals, type Command } from './command.ts';
import { fromOption, operating } from './operate.ts';

const MIB = 1024 * 1024;

export const backupCommand: Command = {
  name: 'backup',
  options: { to: { takes: 'one' }, from: { takes: 'one' }, data: { takes: 'one' } },
  run: async (given, { language, say, complain }) => {
    refusePositionals(given, language);
    const from = fromOption(given, language);
    const to = resolve(given.one('to') ?? `herringbone-${timestamp(new Date())}.backup`);
    const { bytes, counts, path } = await operating(given, language, (context) => backUp(context, { to, from }));
    const { maps, histories, damaged } = counts;
    say(cliText(language, 'operate.backed-up', maps, histories, sizeOf(bytes), path));
    say(cliText(language, 'operate.keys-inside', path));
    if (damaged === 0) return 0;
    complain(cliText(language, 'operate.maps-damaged', damaged));
    if (path !== to) complain(cliText(language, 'operate.earlier-kept', to, path));
    return 1;
  },
};

/** `2026-11-22T0810`, in UTC: sorts as it reads, and every file system takes it. */
function timestamp(now: Date): string {
  return now.toISOString().slice(0, 16).replace(':', '');
}

function sizeOf(bytes: number): string {
  return bytes < MIB ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / MIB).toFixed(1)} MiB`;
}
