/** `render`: a map file → a picture. */
import { extname } from 'node:path';
import { sceneToSvg } from '../export/index.ts';
import { cliText, translate, type Language } from '../i18n/index.ts';
import { layoutView } from '../layout/index.ts';
import { VIEWS } from '../model/index.ts';
import { composeScene } from '../scene/index.ts';
import { choiceOf, CommandFailure, required, UsageError, type Command, type Given, type Terminal } from './command.ts';
import { complainAboutDropped, mapArgument, readMapFile, sayWritten, writeOutput } from './files.ts';
import { isDrawable, pixelSize, svgToPng, type Size } from './raster.ts';

const FORMATS = ['svg', 'png'] as const;
const LANGUAGES = ['zh', 'en'] as const;
const THEMES = ['light', 'dark', 'print'] as const;
const MISSING_SHOWN = 20;
const ZOOM_RANGE = [1, 4] as const;

export const renderCommand: Command = {
  name: 'render',
  options: {
    view: { takes: 'one' },
    format: { takes: 'one' },
    lang: { takes: 'one' },
    theme: { takes: 'one' },
    zoom: { takes: 'one' },
    date: { takes: 'one' },
    covered: { takes: 'flag' },
    output: { takes: 'one', short: 'o' },
  },
  run: async (given, terminal) => {
    const { language } = terminal;
    const file = mapArgument(given, language);
    const output = required(given, 'output', language);
    const view = choiceOf(given, 'view', VIEWS, language) ?? 'fishbone';
    const format = choiceOf(given, 'format', FORMATS, language) ?? formatOf(output);
    const theme = choiceOf(given, 'theme', THEMES, language) ?? 'light';
    const pictureLanguage = choiceOf(given, 'lang', LANGUAGES, language) ?? language;
    const zoom = zoomOf(given, language);
    const date = dateOf(given, language);
    const parsed = await readMapFile(file, language);
    complainAboutDropped(file, parsed, terminal);
    const placement = layoutView(view, parsed.map);
    const scene = composeScene(parsed.map, placement, {
      theme,
      language: pictureLanguage,
      discreet: given.flag('covered'),
      ...(date === undefined ? {} : { date }),
    });
    const svg = sceneToSvg(scene);
    const picture = format === 'svg' ? svg : await drawPng(svg, pixelSize(scene, zoom), terminal);
    await writeOutput(output, picture, language);
    sayWritten(translate(pictureLanguage, `view.${view}`), output, terminal);
    return 0;
  },
};

/** @throws CommandFailure for a picture that is too large. */
async function drawPng(svg: string, size: Size, { language, complain }: Terminal): Promise<Uint8Array> {
  if (!isDrawable(size)) {
    throw new CommandFailure(cliText(language, 'cli.too-large', size.width, size.height));
  }
  const { png, missing } = await svgToPng(svg, size.width);
  if (missing.length > 0) complain(cliText(language, 'cli.no-glyph', missing.slice(0, MISSING_SHOWN).join(' ')));
  return png;
}

function formatOf(output: string): (typeof FORMATS)[number] {
  return extname(output).toLowerCase() === '.png' ? 'png' : 'svg';
}

/** @throws UsageError outside 1-4. */
function zoomOf(given: Given, language: Language): number | null {
  const text = given.one('zoom');
  if (text === undefined) return null;
  const zoom = Number(text.replace(/x$/i, ''));
  if (zoom >= ZOOM_RANGE[0] && zoom <= ZOOM_RANGE[1]) return zoom;
  throw new UsageError(cliText(language, 'cli.bad-choice', '--zoom', text, `${ZOOM_RANGE[0]}–${ZOOM_RANGE[1]}`));
}

/** @throws UsageError for what is no date. */
function dateOf(given: Given, language: Language): string | undefined {
  const text = given.one('date');
  if (text === undefined || /^\d{4}-\d{2}-\d{2}$/.test(text)) return text;
  throw new UsageError(cliText(language, 'cli.bad-choice', '--date', text, 'YYYY-MM-DD'));
}
