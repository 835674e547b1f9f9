/** Rules of the interface that no type checks: contrast of the theme, no colours and no monsters among the components. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const UI = join(import.meta.dirname, '../../../src/ui');
const THEME = readFileSync(join(UI, 'theme.css'), 'utf8');
const TEXT_CONTRAST = 4.5;
const MAX_LINES = 150;

/** Text and the grounds it stands on. */
const PAIRS: readonly (readonly [string, readonly string[]])[] = [
  ['ink', ['ground', 'paper', 'panel', 'raised', 'soft']],
  ['ink-2', ['panel', 'raised', 'soft', 'paper']],
  ['muted', ['ground', 'paper', 'panel', 'raised', 'soft']],
  ['accent-text', ['ground', 'paper', 'panel', 'accent-soft']],
  ['accent-ink', ['accent', 'accent-hover']],
  ['picked-ink', ['picked']],
  ['warn', ['warn-soft', 'panel']],
  ['bad', ['bad-soft', 'panel', 'raised']],
  ['good', ['panel']],
  ['stance-ink', ['stance-strong', 'stance-mild', 'stance-warm', 'stance-neutral', 'stance-wary', 'stance-against']],
];

function colours(selector: string): Map<string, string> {
  const block = THEME.slice(THEME.indexOf(selector)).split('}', 1)[0] ?? '';
  return new Map([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name!, value!]));
}

/** WCAG 2.2 relative luminance of `#rrggbb`. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const light = colours(':root {');
const themes = { light, dark: new Map([...light, ...colours(":root[data-theme='dark']")]) };

function components(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return components(path);
    return entry.name.endsWith('.svelte') ? [path] : [];
  });
}

describe('the look of the interface', () => {
  it.each(['light', 'dark'] as const)('text in the %s theme stands out by 4.5:1', (name) => {
    const theme = themes[name];
    const weak = PAIRS.flatMap(([text, grounds]) =>
      grounds
        .map((ground) => ({ text, ground, ratio: contrast(theme.get(text)!, theme.get(ground)!) }))
        .filter(({ ratio }) => !(ratio >= TEXT_CONTRAST)),
    );
    expect(weak).toEqual([]);
  });

  it('no component names a colour', () => {
    const coloured = components(UI).filter((path) => /#[0-9a-f]{3,8}\b(?![\w-])/i.test(styleOf(path)));
    expect(coloured).toEqual([]);
  });

  it('no component grows beyond what one reads at a glance', () => {
    expect(components(UI).filter((path) => readFileSync(path, 'utf8').split('\n').length > MAX_LINES)).toEqual([]);
  });
});

function styleOf(path: string): string {
  return readFileSync(path, 'utf8').split('<style>')[1] ?? '';
}
