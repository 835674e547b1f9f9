import { describe, expect, it } from 'vitest';
import { formatRoute, parseRoute } from '../../../src/state/route.ts';

describe('addresses', () => {
  it.each([
    ['', { page: 'library' }],
    ['#/', { page: 'library' }],
    ['#/m/abc', { page: 'map', id: 'abc', token: null }],
    ['#/m/abc/', { page: 'map', id: 'abc', token: null }],
    ['#/m/abc/v1.x', { page: 'map', id: 'abc', token: 'v1.x' }],
  ])('%s names a page', (hash, route) => {
    expect(parseRoute(hash)).toEqual(route);
  });

  it('anything else is the library', () => {
    for (const hash of ['#/m/', '#/m/a/b/c', '#/x/abc', '#/m/__proto__', '#/m/%', '#/m/a%20b'])
      expect(parseRoute(hash)).toEqual(hash === '#/m/%' ? { page: 'map', id: '%', token: null } : { page: 'library' });
  });

  it('comes back from what it is formatted to', () => {
    const route = { page: 'map', id: 'a-b_1', token: 't.1' } as const;
    expect(parseRoute(formatRoute(route))).toEqual(route);
    expect(formatRoute({ page: 'library' })).toBe('#/');
  });
});
