/** `doctor`: what the server needs, a line each. */
import { examine, readConfig, type Finding } from '../../server/index.ts';
import { cliText } from '../i18n/index.ts';
import { refusePositionals, type Command } from './command.ts';
import { environmentOf, refuseFolderBesideDatabase } from './operate.ts';

const MARKS: Readonly<Record<Finding['level'], string>> = { good: '✓', warn: '!', bad: '✗' };

export const doctorCommand: Command = {
  name: 'doctor',
  options: { data: { takes: 'one' } },
  run: async (given, { language, say }) => {
    refusePositionals(given, language);
    // Settings that are wrong are a finding.
    const settings = await readConfig(environmentOf(given)).catch(() => null);
    if (settings) refuseFolderBesideDatabase(given, settings, language);
    let hasBad = false;
    for await (const { level, code, about } of examine(environmentOf(given))) {
      say(`${MARKS[level]} ${cliText(language, `doctor.${code}`, about)}`);
      hasBad ||= level === 'bad';
    }
    return hasBad ? 1 : 0;
  },
};
