/** Checks of single settings: each takes what was written, in a variable or in the file, and names it when it is wrong. */
import { isIP } from 'node:net';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';

/** A setting as it was found. */
export interface Written {
  /** How to call it in an error: `PORT`, or `"port" in herringbone.config.json`. */
  readonly name: string;
  readonly value: unknown;
}

/** Longer timers than this end at once in Node. */
const MAX_TIMER_MS = 2 ** 31 - 1;
const MIN_PASSWORD = 12;
const MIN_CREATE_TOKEN = 8;
const MAX_PLACE = 80;
const MAX_DELAY_SECONDS = 600;

/** Printable and without blanks, so that it can travel in a header as it is. */
const WORD = /^[\x21-\x7e]+$/;

export function badConfig(message: string): Error {
  return Object.assign(new Error(message), { code: 'BAD_CONFIG' });
}

export function toPort({ name, value }: Written): number {
  const text = String(value);
  if (!/^[0-9]{1,5}$/.test(text) || Number(text) > 65_535) {
    throw badConfig(`${name} must be a number from 0 to 65535, not "${text}"`);
  }
  return Number(text);
}

export function toText({ name, value }: Written): string {
  if (typeof value !== 'string') throw badConfig(`${name} must be a text`);
  return value;
}

/** Several of something: in the file a JSON array, in a variable separated by commas or blanks. */
export function toList({ name, value }: Written): string[] {
  const entries = typeof value === 'string' ? value.split(/[\s,]+/).filter((entry) => entry !== '') : value;
  if (!Array.isArray(entries) || !entries.every((entry) => typeof entry === 'string')) {
    throw badConfig(`${name} must be a list of texts`);
  }
  return entries as string[];
}

/** `https://maps.example.org`, whatever comes behind it left out. */
export function toOrigin({ name, value }: Written): string {
  const text = String(value);
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw badConfig(`${name} must be an address like https://maps.example.org, not "${text}"`);
  }
  return new URL(text).origin;
}

/** An address, or a network as `10.0.0.0/8`. */
export function toProxy({ name, value }: Written): string {
  const text = String(value);
  const [address = '', bits, ...more] = text.split('/');
  const family = isIP(address);
  const isNetwork =
    bits === undefined || (/^[0-9]{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128) && more.length === 0);
  if (family === 0 || !isNetwork)
    throw badConfig(`${name} must hold addresses like 10.0.0.1 or 10.0.0.0/8, not "${text}"`);
  return text;
}

/** Never repeats what was written: there may be a password in it. */
export function toServiceUrl({ name, value }: Written, protocols: readonly string[]): string {
  const text = String(value);
  const isGood = URL.canParse(text) && protocols.includes(new URL(text).protocol);
  if (!isGood) throw badConfig(`${name} must be an address that begins with ${protocols[0]}//`);
  return text;
}

export function toPassword({ name, value }: Written): string {
  const text = String(value);
  if (text.length >= MIN_PASSWORD && WORD.test(text)) return text;
  throw badConfig(`${name} must have at least ${MIN_PASSWORD} characters, printable ones without blanks`);
}

export function toCreateToken({ name, value }: Written): string {
  const text = String(value);
  if (text.length >= MIN_CREATE_TOKEN && WORD.test(text)) return text;
  throw badConfig(`${name}: each must have at least ${MIN_CREATE_TOKEN} characters, printable ones without blanks`);
}

/** One line for people. */
export function toPlace(written: Written): string {
  const text = toText(written).trim();
  if (text.length <= MAX_PLACE && !/\p{Cc}/u.test(text)) return text;
  throw badConfig(`${written.name} must be one line of at most ${MAX_PLACE} characters`);
}

export function toChoice<T extends string>({ name, value }: Written, choices: readonly T[]): T {
  const choice = choices.find((known) => known === value);
  if (choice === undefined) throw badConfig(`${name} must be one of ${choices.join(', ')}, not "${String(value)}"`);
  return choice;
}

/** Milliseconds, from 0 up to ten minutes written in seconds. */
export function toDelayMs({ name, value }: Written): number {
  const seconds = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof seconds === 'number' && seconds >= 0 && seconds <= MAX_DELAY_SECONDS) return seconds * 1000;
  throw badConfig(`${name} must be a number of seconds from 0 to ${MAX_DELAY_SECONDS}, not "${String(value)}"`);
}

/** In the file an object, in a variable `liveRooms=2000 connections=5000`: any of `DEFAULT_LIMITS`. */
export function toLimits(written: Written): Partial<Limits> {
  const { name, value } = written;
  const entries = typeof value === 'string' ? toList(written).map(splitPair) : entriesOf(value);
  if (entries === null) throw badConfig(`${name} must be an object like {"liveRooms": 2000}`);
  return Object.fromEntries(entries.map(([limit, amount]) => [limit, toLimit(`${name}: ${limit}`, limit, amount)]));
}

function toLimit(name: string, limit: string, amount: unknown): number {
  if (!Object.hasOwn(DEFAULT_LIMITS, limit)) {
    throw badConfig(`${name} is not a limit; there are ${Object.keys(DEFAULT_LIMITS).join(', ')}`);
  }
  const most = limit.endsWith('Ms') ? MAX_TIMER_MS : Number.MAX_SAFE_INTEGER;
  if (typeof amount === 'number' && amount > 0 && amount <= most) return amount;
  throw badConfig(`${name} must be a number above 0 and at most ${most}`);
}

function splitPair(text: string): [string, unknown] {
  const [limit = '', amount = ''] = text.split(/=(.*)/s);
  return [limit, /^[0-9]+(\.[0-9]+)?$/.test(amount) ? Number(amount) : amount];
}

function entriesOf(value: unknown): [string, unknown][] | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : null;
}
