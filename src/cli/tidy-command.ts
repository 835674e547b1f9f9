/** `tidy`: lays a map out afresh and stores the choices in its layout record. */
import { translate } from '../i18n/index.ts';
import { layoutView } from '../layout/index.ts';
import { toFileText, VIEWS, type LayoutRecords } from '../model/index.ts';
import { choiceOf, required, type Command } from './command.ts';
import { complainAboutDropped, mapArgument, readMapToChange, sayWritten, writeOutput } from './files.ts';

export const tidyCommand: Command = {
  name: 'tidy',
  options: { view: { takes: 'one' }, output: { takes: 'one', short: 'o' } },
  run: async (given, terminal) => {
    const { language } = terminal;
    const file = mapArgument(given, language);
    const output = required(given, 'output', language);
    const view = choiceOf(given, 'view', VIEWS, language);
    const parsed = await readMapToChange(file, language);
    complainAboutDropped(file, parsed, terminal);
    const views = view ? [view] : VIEWS;
    const fresh = views.map((id) => [id, layoutView(id, parsed.map, { mode: 'tidy' }).record] as const);
    const layouts: LayoutRecords = { ...parsed.map.layouts, ...Object.fromEntries(fresh) };
    await writeOutput(output, toFileText({ ...parsed.map, layouts }, parsed.removed, parsed.schema), language);
    const names = views.map((id) => translate(language, `view.${id}`)).join(', ');
    sayWritten(names, output, terminal);
    return 0;
  },
};
