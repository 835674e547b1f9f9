import { describe, expect, it } from 'vitest';
import { betweenness } from '../../../src/analysis/index.ts';
import { randomMap, shuffledMap } from '../../support/random-map.ts';
import { graphOf } from './graph.ts';

const pairs = (text: string) => text.split(' ').map((pair) => [pair[0]!, pair[1]!] as const);
const rounded = (values: ReadonlyMap<string, number>) =>
  Object.fromEntries([...values].map(([id, value]) => [id, Math.round(value * 1000) / 1000]));

describe('betweenness', () => {
  it('is 0 for all under three people', () => {
    expect(betweenness(graphOf('', []))).toEqual(new Map());
    expect(rounded(betweenness(graphOf('ab', pairs('ab'))))).toEqual({ a: 0, b: 0 });
  });

  it('is highest in the middle of a path', () => {
    expect(rounded(betweenness(graphOf('abcde', pairs('ab bc cd de'))))).toEqual({
      a: 0,
      b: 0.5,
      c: 0.667,
      d: 0.5,
      e: 0,
    });
  });

  it('is 0 for all of a complete graph and 1 in the middle of a star', () => {
    expect(rounded(betweenness(graphOf('abc', pairs('ab bc ca'))))).toEqual({ a: 0, b: 0, c: 0 });
    expect(rounded(betweenness(graphOf('abcd', pairs('ab ac ad'))))).toEqual({ a: 1, b: 0, c: 0, d: 0 });
  });

  it('agrees with the known values of the Krackhardt kite', () => {
    const kite = pairs('ab ac ad af bd be bg cd cf de df dg eg fg fh gh hi ij');
    expect(rounded(betweenness(graphOf('abcdefghij', kite)))).toEqual({
      a: 0.023,
      b: 0.023,
      c: 0,
      d: 0.102,
      e: 0,
      f: 0.231,
      g: 0.231,
      h: 0.389,
      i: 0.222,
      j: 0,
    });
  });

  it('shares pairs between ways of the same length, and counts two ties of a pair once', () => {
    const twice = [...pairs('ab ac bd cd'), ['b', 'a', { kind: 'personal' }] as const];
    expect(rounded(betweenness(graphOf('abcd', twice)))).toEqual({ a: 0.167, b: 0.167, c: 0.167, d: 0.167 });
  });

  it('does not walk over conflicts and dotted lines', () => {
    const apart = [['a', 'b', { kind: 'conflict' }] as const, ['b', 'c', { kind: 'dotted' }] as const];
    expect(rounded(betweenness(graphOf('abc', apart)))).toEqual({ a: 0, b: 0, c: 0 });
  });

  it('stays within 0 and 1 where there are more shortest ways than numbers can say', () => {
    const layers = Array.from({ length: 700 }, (_, i) => [`${i}a`, `${i}b`, `${i}c`]);
    const ties = layers.flatMap((layer, i) =>
      (layers[i + 1] ?? []).flatMap((to) => layer.map((from) => [from, to] as const)),
    );
    const scores = [...betweenness(graphOf(layers.flat(), ties)).values()];
    expect(Math.min(...scores)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...scores)).toBeLessThanOrEqual(1);
  });

  it('has the same bytes for any order of the input', () => {
    const map = randomMap(5, 50);
    expect([...betweenness(shuffledMap(map, 9))]).toEqual([...betweenness(map)]);
  });
});
