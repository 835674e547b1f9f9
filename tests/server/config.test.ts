import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../server/index.ts';

describe('parseConfig', () => {
  it('[C1] has defaults for everything, and takes an empty value as none', () => {
    const defaults = {
      port: 4400,
      host: '127.0.0.1',
      dataFolder: resolve('data'),
      publicOrigin: null,
      allowedOrigins: [],
      trustedProxies: [],
    };
    expect(parseConfig({})).toEqual(defaults);
    expect(parseConfig({ PORT: '', HOST: '', HERRINGBONE_DATA: '' })).toEqual(defaults);
  });

  it('[C2] reads every variable', () => {
    const env = {
      PORT: '0',
      HOST: '0.0.0.0',
      HERRINGBONE_DATA: '/srv/maps',
      HERRINGBONE_URL: 'https://maps.example.org/',
      HERRINGBONE_ORIGINS: 'https://a.example.org, http://b.example.org:81',
      HERRINGBONE_PROXIES: '10.0.0.1 10.0.0.2',
    };
    expect(parseConfig(env)).toEqual({
      port: 0,
      host: '0.0.0.0',
      dataFolder: resolve('/srv/maps'),
      publicOrigin: 'https://maps.example.org',
      allowedOrigins: ['https://a.example.org', 'http://b.example.org:81'],
      trustedProxies: ['10.0.0.1', '10.0.0.2'],
    });
  });

  it('[C3] names the variable that is wrong', () => {
    for (const PORT of ['-1', '70000', '4400x', '1e3', ' ']) expect(() => parseConfig({ PORT })).toThrow(/^PORT/);
    expect(() => parseConfig({ HERRINGBONE_URL: 'maps.example.org' })).toThrow(/^HERRINGBONE_URL/);
    expect(() => parseConfig({ HERRINGBONE_ORIGINS: 'ftp://x' })).toThrow(/^HERRINGBONE_ORIGINS/);
  });
});
