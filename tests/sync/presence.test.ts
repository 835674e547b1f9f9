import { describe, expect, it, onTestFinished } from 'vitest';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { connectMap, createPresence, PRESENCE_COLORS } from '../../src/sync/index.ts';
import { colorOf, parsePeer } from '../../src/sync/presence.ts';
import { createMap, NodeWebSocket, startWorld, tokenOf, until } from '../support/server-world.ts';

describe('parsePeer', () => {
  it('takes a whole state', () => {
    const color = PRESENCE_COLORS[2];
    const state = { user: { name: 'Ann', color }, cursor: { x: 1, y: -2 }, selection: ['p1'], view: 'fishbone' };
    expect(parsePeer(5, state)).toEqual({
      clientId: 5,
      name: 'Ann',
      color,
      cursor: { x: 1, y: -2 },
      selection: ['p1'],
      view: 'fishbone',
    });
  });

  it('makes something harmless of anything else', () => {
    for (const nothing of [null, undefined, 7, 'x', []]) expect(parsePeer(5, nothing)).toBeNull();
    const empty = { clientId: 5, name: '', color: colorOf(5), cursor: null, selection: [], view: '' };
    expect(parsePeer(5, {})).toEqual(empty);
    const rubbish = {
      user: { name: 7, color: 'url(evil)' },
      cursor: { x: Number.NaN, y: 1 },
      selection: [1, '', 'x'.repeat(200), null],
      view: {},
    };
    expect(parsePeer(5, rubbish)).toEqual(empty);
    expect(parsePeer(5, { user: null, cursor: { x: 1e300, y: 0 }, selection: 'ab' })).toEqual(empty);
  });

  it('cuts long names at whole characters, and long selections', () => {
    const peer = parsePeer(5, { user: { name: '\u202e' + '😀'.repeat(100) }, selection: Array(99).fill('p') });
    expect(peer?.name).toBe('😀'.repeat(30));
    expect(peer?.selection.length).toBe(50);
  });
});

describe('presence', () => {
  it('shows each to the others, and takes leave', async () => {
    const world = await startWorld();
    const map = await createMap(world);
    const [one, two] = ['Ann', 'Ben'].map((name) => {
      const options = { url: world.ws, mapId: map.id, token: tokenOf(map.edit), readOnly: false };
      const connection = connectMap({ ...options, doc: new Y.Doc(), WebSocket: NodeWebSocket });
      onTestFinished(() => connection.destroy());
      return { connection, presence: createPresence(connection.awareness, { name, color: PRESENCE_COLORS[0] }) };
    });
    if (!one || !two) throw new Error('two clients');
    one.presence.setCursor({ x: 10.4, y: 20.6 });
    one.presence.setSelection(['p1', 'p2']);
    one.presence.setView('fishbone');
    await until(() => two.presence.peers()[0]?.cursor?.x === 10 && two.presence.peers()[0]?.view === 'fishbone');
    expect(two.presence.peers()).toEqual([
      {
        clientId: one.connection.awareness.clientID,
        name: 'Ann',
        color: PRESENCE_COLORS[0],
        cursor: { x: 10, y: 21 },
        selection: ['p1', 'p2'],
        view: 'fishbone',
      },
    ]);
    one.presence.setName('Anna');
    await until(() => two.presence.peers()[0]?.name === 'Anna');
    one.presence.destroy();
    one.presence.destroy();
    await until(() => two.presence.peers().length === 0);
  });

  it('sends few cursors of many, and always the last', async () => {
    const awareness = new Awareness(new Y.Doc());
    onTestFinished(() => awareness.destroy());
    const presence = createPresence(awareness, { name: 'Ann' });
    let updates = 0;
    awareness.on('update', () => (updates += 1));
    for (let i = 0; i <= 500; i++) presence.setCursor({ x: i, y: i });
    await until(() => awareness.getLocalState()?.cursor?.x === 500);
    expect(updates).toBeLessThan(5);
    presence.setCursor({ x: Number.NaN, y: 0 });
    await until(() => awareness.getLocalState()?.cursor === null);
    presence.destroy();
  });

  it('a state of the longest ids stays below the 2 KiB the server takes', () => {
    const awareness = new Awareness(new Y.Doc());
    onTestFinished(() => awareness.destroy());
    const presence = createPresence(awareness, { name: '张'.repeat(60) });
    presence.setSelection(Array.from({ length: 80 }, (_, i) => `stakeholder:${i}:${'x'.repeat(100)}`));
    presence.setView('power-map');
    const { selection } = awareness.getLocalState() as { selection: string[] };
    expect(selection.length).toBeGreaterThan(5);
    expect(Buffer.byteLength(JSON.stringify(awareness.getLocalState()))).toBeLessThan(2_048);
    presence.destroy();
  });
});
