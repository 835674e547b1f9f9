import { describe, expect, it } from 'vitest';
import { isOwnComputer, opensHereOnly } from '../../../src/ui/dialogs/share/loopback.ts';

describe('a link that opens on this computer only', () => {
  it('leads to a loopback address, however it is written', () => {
    for (const host of ['localhost:4400', '127.0.0.1:4400', '127.1.2.3', '[::1]:4400', 'maps.localhost'])
      expect([host, opensHereOnly(`http://${host}/#/m/a/b`)]).toEqual([host, true]);
  });

  it('leads nowhere else, and is a link', () => {
    for (const host of ['192.168.1.7:4400', 'maps.example', '127.0.0.1.example', 'localhost.example', '[2001:db8::1]'])
      expect([host, opensHereOnly(`http://${host}/#/m/a/b`)]).toEqual([host, false]);
    expect([opensHereOnly('no link'), isOwnComputer('')]).toEqual([false, false]);
  });
});
