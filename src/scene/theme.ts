/** Every colour of the pictures, by theme. Text reaches 4.5:1 on its ground, signs 3:1; no colour is the only carrier of meaning. */
import type { AttitudeScaleId, Layer, Mark, RelationKind, Role } from '../model/index.ts';
import type { ThemeName } from './types.ts';

export interface Theme {
  readonly name: ThemeName;
  readonly background: string;
  /** Card body. */
  readonly paper: string;
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  readonly spine: string;
  readonly head: string;
  readonly headText: string;
  readonly onHue: string;
  readonly hues: readonly string[];
  readonly bands: Readonly<Record<Layer, string>>;
  readonly relations: Readonly<Record<RelationKind, string>>;
  /** A card's outline by power 1 to 5: darker and thicker. */
  readonly power: readonly { readonly line: string; readonly width: number }[];
  readonly roles: Readonly<Record<Role, { readonly fill: string; readonly text: string }>>;
  readonly marks: Readonly<Record<Mark, { readonly fill: string; readonly sign: string }>>;
  readonly attitudes: Readonly<Record<AttitudeScaleId, Readonly<Record<string, string>>>>;
}

const ATTITUDES: Theme['attitudes'] = {
  '3..-1': { '3': '#6d28d9', '2': '#7c3aed', '1': '#b45309', '0': '#667085', '-1': '#d92d20' },
  '+2..-2': { '2': '#6d28d9', '1': '#8b46ea', '0': '#667085', '-1': '#c2410c', '-2': '#d92d20' },
};

const light: Theme = {
  name: 'light',
  background: '#f6f7f9',
  paper: '#ffffff',
  ink: '#101828',
  muted: '#667085',
  line: '#d0d5dd',
  spine: '#344054',
  head: '#1d2939',
  headText: '#ffffff',
  onHue: '#ffffff',
  hues: [
    '#2563eb',
    '#0f766e',
    '#b45309',
    '#7c3aed',
    '#be185d',
    '#0369a1',
    '#4d7c0f',
    '#b91c1c',
    '#4338ca',
    '#047857',
    '#92400e',
    '#a21caf',
    '#9f1239',
    '#155e75',
    '#3f6212',
    '#57534e',
  ],
  bands: { decision: '#fdf6e7', management: '#eaf2fd', execution: '#eef0f4', outside: '#f3eefb' },
  relations: { reports: '#98a2b3', dotted: '#98a2b3', influence: '#2563eb', personal: '#0f766e', conflict: '#d92d20' },
  power: [
    { line: '#d0d5dd', width: 1 },
    { line: '#a8b1c0', width: 1.1 },
    { line: '#7b879a', width: 1.4 },
    { line: '#475467', width: 1.8 },
    { line: '#101828', width: 2.4 },
  ],
  roles: {
    A: { fill: '#101828', text: '#ffffff' },
    D: { fill: '#101828', text: '#ffffff' },
    E: { fill: '#344054', text: '#ffffff' },
    I: { fill: '#667085', text: '#ffffff' },
    S: { fill: '#98a2b3', text: '#101828' },
    U: { fill: '#98a2b3', text: '#101828' },
    N: { fill: '#98a2b3', text: '#101828' },
  },
  marks: {
    kp: { fill: '#fdb022', sign: '#4e3a06' },
    coach: { fill: '#0d9488', sign: '#ffffff' },
    'tech-gatekeeper': { fill: '#d92d20', sign: '#ffffff' },
    'commercial-gatekeeper': { fill: '#175cd3', sign: '#ffffff' },
  },
  attitudes: ATTITUDES,
};

const dark: Theme = {
  ...light,
  name: 'dark',
  background: '#0b1220',
  paper: '#131c2e',
  ink: '#e8edf6',
  muted: '#93a1b8',
  line: '#3a4a68',
  spine: '#475467',
  head: '#d9e0ec',
  headText: '#101828',
  onHue: '#101828',
  hues: [
    '#6ea8fe',
    '#2dd4bf',
    '#fbbf24',
    '#a78bfa',
    '#f472b6',
    '#38bdf8',
    '#a3e635',
    '#fb7185',
    '#818cf8',
    '#34d399',
    '#fb923c',
    '#e879f9',
    '#fda4af',
    '#22d3ee',
    '#bef264',
    '#d6d3d1',
  ],
  bands: { decision: '#1b1a1e', management: '#101c33', execution: '#141b29', outside: '#1a1730' },
  relations: { reports: '#667892', dotted: '#667892', influence: '#6ea8fe', personal: '#2dd4bf', conflict: '#fb7185' },
  power: [
    { line: '#3a4a68', width: 1 },
    { line: '#53647f', width: 1.1 },
    { line: '#76869f', width: 1.4 },
    { line: '#a9b5c9', width: 1.8 },
    { line: '#f4f7fc', width: 2.4 },
  ],
  roles: {
    A: { fill: '#e8edf6', text: '#101828' },
    D: { fill: '#e8edf6', text: '#101828' },
    E: { fill: '#b6c2d6', text: '#101828' },
    I: { fill: '#93a1b8', text: '#101828' },
    S: { fill: '#46566f', text: '#ffffff' },
    U: { fill: '#46566f', text: '#ffffff' },
    N: { fill: '#46566f', text: '#ffffff' },
  },
};

const GREY: Theme['attitudes'][AttitudeScaleId] = {
  '3': '#101828',
  '2': '#101828',
  '1': '#475467',
  '0': '#ffffff',
  '-1': '#ffffff',
  '-2': '#ffffff',
};

const print: Theme = {
  ...light,
  name: 'print',
  background: '#ffffff',
  muted: '#475467',
  line: '#98a2b3',
  hues: light.hues.map((_, i) => (i % 2 === 0 ? '#1d2939' : '#475467')),
  bands: { decision: '#f7f7f7', management: '#f0f0f0', execution: '#f7f7f7', outside: '#f0f0f0' },
  relations: { reports: '#98a2b3', dotted: '#667085', influence: '#101828', personal: '#475467', conflict: '#101828' },
  marks: {
    kp: { fill: '#ffffff', sign: '#101828' },
    coach: { fill: '#ffffff', sign: '#101828' },
    'tech-gatekeeper': { fill: '#101828', sign: '#ffffff' },
    'commercial-gatekeeper': { fill: '#ffffff', sign: '#101828' },
  },
  attitudes: { '3..-1': GREY, '+2..-2': GREY },
};

const THEMES: Readonly<Record<ThemeName, Theme>> = { light, dark, print };

export function themeOf(name: ThemeName): Theme {
  return THEMES[name];
}

export function hueOf(theme: Theme, index: number | undefined): string {
  return index === undefined ? theme.spine : theme.hues[index % theme.hues.length]!;
}

/** In grey print the departments' bones differ by dash as well. */
export function hueDash(theme: Theme, index: number | undefined): readonly number[] | undefined {
  return theme.name !== 'print' || index === undefined
    ? undefined
    : [undefined, [10, 3], [3, 3], [14, 3, 3, 3]][(index >> 1) % 4];
}

export const FONT_FAMILY = "Inter, 'Noto Sans SC', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif";
