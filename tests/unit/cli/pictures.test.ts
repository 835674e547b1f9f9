import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseFile, toFileText, VIEWS } from '../../../src/model/index.ts';
import { cliHere, example, workFolder } from './support.ts';

const folder = workFolder();
const fileText = (file: string): string => readFileSync(file, 'utf8');

/** Width and height from a PNG's header. */
function pngSize(bytes: Buffer): { width: number; height: number } {
  expect(bytes.subarray(1, 4).toString('latin1')).toBe('PNG');
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

describe('herringbone render', () => {
  it.each(['fishbone', 'power-map'])('draws everybody of a map in the %s, the same bytes each time', async (view) => {
    for (const name of ['one.svg', 'two.svg']) {
      const ended = await cliHere([
        'render',
        example('app-testing.zh'),
        '--view',
        view,
        '--lang',
        'zh',
        '-o',
        folder.path(name),
      ]);
      expect(ended).toMatchObject({ code: 0, errors: [] });
    }
    const svg = folder.text('one.svg');
    expect(svg.match(/data-person=/g)).toHaveLength(17);
    expect(svg).toContain('傅琳');
    expect(folder.text('two.svg')).toBe(svg);
  });

  it('covers attitude and marks when asked to', async () => {
    const render = async (name: string, ...options: string[]) => {
      const args = ['render', example('app-testing.en'), '--view', 'power-map', '--lang', 'en', ...options];
      expect(await cliHere([...args, '-o', folder.path(name)])).toMatchObject({ code: 0, errors: [] });
      return folder.text(name);
    };
    expect(await render('open.svg')).toMatch(/Not contacted|Neutral|Supports/);
    expect(await render('covered.svg', '--covered')).not.toMatch(/Not contacted|Neutral|Supports|Coach|gatekeeper/);
  });

  it('speaks the language and wears the theme it is asked for', async () => {
    const texts: string[] = [];
    for (const [lang, theme] of [
      ['en', 'light'],
      ['zh', 'light'],
      ['en', 'dark'],
      ['en', 'print'],
    ] as const) {
      const output = folder.path(`${lang}-${theme}.svg`);
      await cliHere(['render', example('ceo-listens.en'), '--lang', lang, '--theme', theme, '-o', output]);
      texts.push(folder.text(`${lang}-${theme}.svg`));
    }
    expect(new Set(texts).size).toBe(4);
  });

  it('makes a PNG as wide as a slide, or by pixels a unit, from the name of the file', async () => {
    const map = example('app-testing.en');
    await cliHere(['render', map, '-o', folder.path('slide.png')]);
    await cliHere(['render', map, '--zoom', '1', '-o', folder.path('one.png')]);
    await cliHere(['render', map, '--zoom', '2', '--format', 'png', '-o', folder.path('two.image')]);
    const one = pngSize(folder.bytes('one.png'));
    const two = pngSize(folder.bytes('two.image'));
    expect(pngSize(folder.bytes('slide.png')).width).toBe(1920);
    expect(Math.abs(two.width - 2 * one.width)).toBeLessThanOrEqual(1);
  });

  it('names the letters that no font has', async () => {
    const parsed = parseFile(fileText(example('app-testing.en')));
    if (!parsed.ok) throw new Error(parsed.reason);
    const map = folder.write(
      'arabic.json',
      toFileText({ ...parsed.value.map, account: { name: 'محمد', industry: '', grade: '' } }),
    );
    const ended = await cliHere(['render', map, '-o', folder.path('arabic.png')]);
    expect(ended.code).toBe(0);
    expect(ended.errors.join()).toMatch(/no glyph for .*م/);
  });
});

describe('herringbone tidy', () => {
  it('stores the layout record of every view and changes nothing else', async () => {
    const output = folder.path('tidy.json');
    expect(await cliHere(['tidy', example('ceo-listens.en'), '-o', output])).toMatchObject({ code: 0, errors: [] });
    const before = JSON.parse(fileText(example('ceo-listens.en'))) as { layouts: object };
    const after = JSON.parse(folder.text('tidy.json')) as { layouts: object };
    expect(Object.keys(after.layouts).sort()).toEqual([...VIEWS].sort());
    expect({ ...after, layouts: {} }).toEqual({ ...before, layouts: {} });
  });

  it('stores only the view it is asked for', async () => {
    const output = folder.path('one-view.json');
    await cliHere(['tidy', example('ceo-listens.en'), '--view', 'power-map', '-o', output]);
    expect(Object.keys((JSON.parse(folder.text('one-view.json')) as { layouts: object }).layouts)).toEqual([
      'power-map',
    ]);
  });

  it('writes a record that the reader keeps whole', async () => {
    const output = folder.path('kept.json');
    await cliHere(['tidy', example('ceo-listens.en'), '--view', 'fishbone', '-o', output]);
    expect(await cliHere(['check', output, '--strict'])).toMatchObject({ code: 0, errors: [] });
  });

  it('refuses to change a map of a newer version', async () => {
    const newer = folder.write('newer.json', JSON.stringify({ format: 'herringbone-map', schema: 99, people: [] }));
    const ended = await cliHere(['tidy', newer, '-o', folder.path('never.json')]);
    expect(ended.code).toBe(1);
    expect(ended.errors.join()).toContain('newer version');
  });
});
