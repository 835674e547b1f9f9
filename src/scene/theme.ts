/** Every colour of the pictures, by theme. Text reaches 4.5:1 on its ground, signs 3:1; no colour is the only carrier of meaning. */
import type { AttitudeScaleId, Layer, Mark, RelationKind, Role } from '../model/index.ts';
import { DARK_HUES, LIGHT_HUES } from './hues.ts';
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
  /** The digit on an attitude; hollow ones (white in print) carry ink. */
  readonly onAttitude: string;
}

const ATTITUDES: Theme['attitudes'] = {
  '3..-1': { '3': '#6d28d9', '2': '#7c3aed', '1': '#b45309', '0': '#667085', '-1': '#d92d20' },
  '+2..-2': { '2': '#6d28d9', '1': '#8b46ea', '0': '#667085', '-1': '#c2410c', '-2': '#d92d20' },
};

const DARK_ATTITUDES: Theme['attitudes'] = {
  '3..-1': { '3': '#c0a8ff', '2': '#9b7ff8', '1': '#f2a93b', '0': '#93a1b8', '-1': '#fb7b70' },
  '+2..-2': { '2': '#c0a8ff', '1': '#9b7ff8', '0': '#93a1b8', '-1': '#f2893b', '-2': '#fb7b70' },
};

const light: Theme = {
  name: 'light',
  background: '#f6f7f9',
  paper: '#ffffff',
  ink: '#101828',
  muted: '#5d6678',
  line: '#d0d5dd',
  spine: '#344054',
  head: '#1d2939',
  headText: '#ffffff',
  onHue: '#ffffff',
  hues: LIGHT_HUES,
  bands: { decision: '#fdf6e7', management: '#eaf2fd', execution: '#eef0f4', outside: '#f3eefb' },
  relations: { reports: '#7d889b', dotted: '#7d889b', influence: '#2563eb', personal: '#0f766e', conflict: '#d92d20' },
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
    S: { fill: '#8590a2', text: '#101828' },
    U: { fill: '#8590a2', text: '#101828' },
    N: { fill: '#8590a2', text: '#101828' },
  },
  marks: {
    kp: { fill: '#fdb022', sign: '#4e3a06' },
    coach: { fill: '#0d9488', sign: '#ffffff' },
    'tech-gatekeeper': { fill: '#d92d20', sign: '#ffffff' },
    'commercial-gatekeeper': { fill: '#175cd3', sign: '#ffffff' },
  },
  attitudes: ATTITUDES,
  onAttitude: '#ffffff',
};

const dark: Theme = {
  ...light,
  name: 'dark',
  background: '#0b1220',
  paper: '#131c2e',
  ink: '#e8edf6',
  muted: '#93a1b8',
  line: '#3a4a68',
  spine: '#5a6983',
  head: '#d9e0ec',
  headText: '#101828',
  onHue: '#101828',
  hues: DARK_HUES,
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
    S: { fill: '#5f7190', text: '#ffffff' },
    U: { fill: '#5f7190', text: '#ffffff' },
    N: { fill: '#5f7190', text: '#ffffff' },
  },
  marks: { ...light.marks, 'commercial-gatekeeper': { fill: '#3b82f6', sign: '#ffffff' } },
  attitudes: DARK_ATTITUDES,
  onAttitude: '#101828',
};

/** White = hollow. Those against are octagons besides. */
const PRINT_ATTITUDES: Theme['attitudes'] = {
  '3..-1': { '3': '#101828', '2': '#344054', '1': '#667085', '0': '#ffffff', '-1': '#ffffff' },
  '+2..-2': { '2': '#101828', '1': '#667085', '0': '#ffffff', '-1': '#ffffff', '-2': '#101828' },
};

const print: Theme = {
  ...light,
  name: 'print',
  background: '#ffffff',
  muted: '#475467',
  line: '#98a2b3',
  hues: light.hues.map((_, i) => (i % 2 === 0 ? '#1d2939' : '#475467')),
  bands: { decision: '#f7f7f7', management: '#f0f0f0', execution: '#f7f7f7', outside: '#f0f0f0' },
  relations: { reports: '#7d889b', dotted: '#667085', influence: '#101828', personal: '#475467', conflict: '#101828' },
  marks: {
    kp: { fill: '#ffffff', sign: '#101828' },
    coach: { fill: '#ffffff', sign: '#101828' },
    'tech-gatekeeper': { fill: '#101828', sign: '#ffffff' },
    'commercial-gatekeeper': { fill: '#ffffff', sign: '#101828' },
  },
  attitudes: PRINT_ATTITUDES,
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
