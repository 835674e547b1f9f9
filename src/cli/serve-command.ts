/** `serve`: the app and the collaboration server; options win over the environment. */
import { serve } from '../../server/index.ts';
import { refusePositionals, type Command } from './command.ts';

const VARIABLES = { port: 'PORT', host: 'HOST', data: 'HERRINGBONE_DATA' } as const;

export const serveCommand: Command = {
  name: 'serve',
  options: { port: { takes: 'one' }, host: { takes: 'one' }, data: { takes: 'one' } },
  run: async (given, { language }) => {
    refusePositionals(given, language);
    const env = { ...process.env };
    for (const [option, variable] of Object.entries(VARIABLES)) {
      const value = given.one(option);
      if (value !== undefined) env[variable] = value;
    }
    return (await serve(env)) === 0 ? 0 : 1;
  },
};
