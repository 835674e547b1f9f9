import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import {
  colorOf,
  connectMap,
  createPresence,
  PRESENCE_COLORS,
  watchAttendance,
  watchSummons,
} from '../../src/sync/index.ts';
import { parsePeer, type Attendance, type Peer } from '../../src/sync/presence-state.ts';
import { createMap, NodeWebSocket, startWorld, tokenOf, until } from '../support/server-world.ts';
import { turnedClock } from '../support/turned-clock.ts';

const NOTHING: Peer = {
  id: 5,
  name: '',
  color: colorOf(5),
  role: 'view',
  past: false,
  view: null,
  focus: null,
  cursor: null,
  camera: null,
  drag: null,
  laser: false,
  attendance: 'active',
  summons: 0,
  selection: [],
};

function startPresence(name = 'Ann') {
  const awareness = new Awareness(new Y.Doc());
  const clock = turnedClock();
  const presence = createPresence(awareness, { name, role: 'edit', clock });
  onTestFinished(() => {
    presence.destroy();
    awareness.destroy();
  });
  let sent = 0;
  awareness.on('update', () => (sent += 1));
  return {
    awareness,
    clock,
    presence,
    sent: () => sent,
    state: () => awareness.getLocalState() as Record<string, unknown>,
  };
}

describe('parsePeer', () => {
  it('[S30] takes a whole state', () => {
    const color = PRESENCE_COLORS[2];
    const state = {
      user: { name: 'Ann', color },
      role: 'comment',
      past: true,
      cursor: { x: 1, y: -2 },
      selection: ['p1'],
      view: 'fishbone',
      focus: 'u1',
      camera: { x: 10, y: 20, width: 300, height: 200 },
      drag: { ids: ['p1', 'p2'], dx: 5, dy: -6 },
      laser: true,
      presence: 'idle',
      summon: { at: 3 },
    };
    expect(parsePeer(5, state)).toEqual({
      id: 5,
      name: 'Ann',
      color,
      role: 'comment',
      past: true,
      cursor: { x: 1, y: -2 },
      selection: ['p1'],
      view: 'fishbone',
      focus: 'u1',
      camera: { x: 10, y: 20, width: 300, height: 200 },
      drag: { ids: ['p1', 'p2'], dx: 5, dy: -6 },
      laser: true,
      attendance: 'idle',
      summons: 3,
    });
  });

  it('[S30] makes something harmless of anything else', () => {
    for (const nothing of [null, undefined, 7, 'x', []]) expect(parsePeer(5, nothing)).toBeNull();
    expect(parsePeer(5, {})).toEqual(NOTHING);
    const rubbish = {
      user: { name: 7, color: 'url(evil)' },
      role: 'admin',
      past: 'yes',
      cursor: { x: Number.NaN, y: 1 },
      selection: [1, '', 'x'.repeat(200), null],
      view: 'view of my own',
      focus: '',
      camera: { x: 0, y: 0, width: 0, height: 10 },
      drag: { ids: [], dx: 1, dy: 1 },
      laser: 'yes',
      presence: '__proto__',
      summon: { at: -1 },
    };
    expect(parsePeer(5, rubbish)).toEqual(NOTHING);
    const more = {
      user: null,
      cursor: { x: 1e300, y: 0 },
      selection: 'ab',
      view: {},
      summon: { at: 1e300 },
      drag: [1],
    };
    expect(parsePeer(5, more)).toEqual(NOTHING);
    const far = { camera: { x: 0, y: 0, width: 1e9, height: 1 }, drag: { ids: ['p'], dx: null, dy: 0 }, summon: 4 };
    expect(parsePeer(5, far)).toEqual(NOTHING);
  });

  it('[S30] never throws, whatever a state holds', () => {
    const state = fc.object({
      key: fc.constantFrom(
        'user',
        'cursor',
        'camera',
        'drag',
        'ids',
        'x',
        'y',
        'dx',
        'width',
        'selection',
        'summon',
        'at',
        'view',
      ),
      maxDepth: 3,
    });
    fc.assert(
      fc.property(state, (value) => {
        const peer = parsePeer(5, value);
        expect(peer?.selection.length).toBeLessThanOrEqual(50);
        expect(peer?.color).toMatch(/^#[0-9a-f]{6}$/);
      }),
      { seed: 418, numRuns: 300 * Number(process.env['HERRINGBONE_SEEDS'] ?? 1) },
    );
  });

  it('[S30] cuts long names at whole characters, and long selections and drags', () => {
    const peer = parsePeer(5, {
      user: { name: '\u202e' + '😀'.repeat(100) },
      selection: Array(99).fill('p'),
      drag: { ids: Array(99).fill('p'), dx: 1, dy: 1 },
    });
    expect(peer?.name).toBe('😀'.repeat(30));
    expect(peer?.selection.length).toBe(50);
    expect(peer?.drag?.ids.length).toBe(20);
  });
});

describe('presence', () => {
  it('[S30] shows each to the others, and takes leave', async () => {
    const world = await startWorld();
    const map = await createMap(world);
    const [one, two] = ['Ann', 'Ben'].map((name) => {
      const options = { url: world.ws, mapId: map.id, token: tokenOf(map.edit), readOnly: false };
      const connection = connectMap({ ...options, doc: new Y.Doc(), WebSocket: NodeWebSocket });
      onTestFinished(() => connection.destroy());
      return {
        connection,
        presence: createPresence(connection.awareness, { name, role: 'edit', color: PRESENCE_COLORS[0] }),
      };
    });
    if (!one || !two) throw new Error('two clients');
    one.presence.setCursor({ x: 10.4, y: 20.6 });
    one.presence.setSelection(['p1', 'p2']);
    one.presence.setView('fishbone');
    one.presence.setFocus('u1');
    one.presence.setCamera({ x: 1.2, y: 2.7, width: 300.4, height: 200.2 });
    one.presence.setDrag({ ids: ['p1'], dx: 0.6, dy: -0.6 });
    one.presence.setLaser(true);
    one.presence.setAttendance('idle');
    one.presence.summon();
    await until(() => two.presence.peers()[0]?.summons === 1);
    expect(two.presence.peers()).toEqual([
      {
        id: one.connection.awareness.clientID,
        name: 'Ann',
        color: PRESENCE_COLORS[0],
        role: 'edit',
        past: false,
        cursor: { x: 10, y: 21 },
        selection: ['p1', 'p2'],
        view: 'fishbone',
        focus: 'u1',
        camera: { x: 1, y: 3, width: 300, height: 200 },
        drag: { ids: ['p1'], dx: 1, dy: -1 },
        laser: true,
        attendance: 'idle',
        summons: 1,
      },
    ]);
    one.presence.setUser({ name: 'Anna', color: PRESENCE_COLORS[3] });
    await until(() => two.presence.peers()[0]?.name === 'Anna');
    expect(two.presence.peers()[0]?.color).toBe(PRESENCE_COLORS[3]);
    one.presence.destroy();
    one.presence.destroy();
    await until(() => two.presence.peers().length === 0);
  });

  it('[S31] sends at most 15 states a second, whatever moves, and always the last', () => {
    const { clock, presence, sent, state } = startPresence();
    for (let i = 1; i <= 2_000; i++) {
      presence.setCursor({ x: i, y: i });
      presence.setCamera({ x: i, y: i, width: 100 + i, height: 100 });
      presence.setDrag({ ids: ['p'], dx: i, dy: i });
      presence.setSelection([`p${i}`]);
      presence.setLaser(i % 2 === 0);
      presence.summon();
      clock.turn(5);
    }
    expect(sent()).toBeLessThanOrEqual(150);
    expect(sent()).toBeGreaterThan(140);
    clock.turn(1_000);
    expect(state()).toMatchObject({ cursor: { x: 2_000, y: 2_000 }, selection: ['p2000'], summon: { at: 2_000 } });
  });

  it('[S31] sends nothing for what has not changed by a whole page unit', () => {
    const { clock, presence, sent } = startPresence();
    presence.setCursor({ x: 1, y: 1 });
    presence.setCamera({ x: 0, y: 0, width: 100, height: 100 });
    clock.turn(1_000);
    expect(sent()).toBe(1);
    presence.setCursor({ x: 1.2, y: 0.8 });
    presence.setCamera({ x: 0.3, y: 0, width: 100.4, height: 99.8 });
    presence.setSelection([]);
    presence.setLaser(false);
    clock.turn(1_000);
    expect(sent()).toBe(1);
    presence.setCursor({ x: Number.NaN, y: 0 });
    clock.turn(1_000);
    expect(sent()).toBe(2);
  });

  it('[S32] a state stays below the 2 KiB the server takes, whatever it holds', () => {
    const ids = fc.array(fc.string({ unit: 'binary', minLength: 1, maxLength: 128 }), { maxLength: 80 });
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 90 }), ids, ids, (name, selection, dragged) => {
        const { clock, presence, state } = startPresence(name);
        presence.setSelection(selection);
        presence.setDrag({ ids: dragged, dx: -1e6, dy: 1e6 });
        presence.setView('interest-matrix');
        presence.setFocus('\u0001'.repeat(128));
        presence.setCamera({ x: -1e6, y: 1e6, width: 1e6, height: 1e6 });
        clock.turn(100);
        expect(Buffer.byteLength(JSON.stringify(state()))).toBeLessThan(2_048);
      }),
      { seed: 419, numRuns: 100 * Number(process.env['HERRINGBONE_SEEDS'] ?? 1) },
    );
  });

  it('[S32] a selection that is too long is cut, what is dragged comes first', () => {
    const { clock, presence, state } = startPresence('张'.repeat(60));
    const ids = Array.from({ length: 80 }, (_, i) => `stakeholder:${i}:${'x'.repeat(100)}`);
    presence.setSelection(ids);
    presence.setDrag({ ids: ids.slice(0, 3), dx: 1, dy: 1 });
    clock.turn(100);
    const { selection, drag } = state() as { selection: string[]; drag: { ids: string[] } };
    expect(drag.ids).toEqual(ids.slice(0, 3));
    expect(selection.length).toBeGreaterThan(5);
    expect(selection).toEqual(ids.slice(0, selection.length));
  });
});

describe('an earlier state', () => {
  it('[S38] is said to be looked at, and nothing of it is sent', () => {
    const { clock, presence, sent, state } = startPresence();
    const present = () => {
      presence.setCursor({ x: 1, y: 1 });
      presence.setDrag({ ids: ['p'], dx: 1, dy: 1 });
    };
    presence.setView('fishbone');
    presence.setFocus('u');
    presence.setCamera({ x: 0, y: 0, width: 100, height: 100 });
    presence.setLaser(true);
    presence.setSelection(['p']);
    present();
    clock.turn(100);
    presence.setPast(true);
    clock.turn(100);
    const nowhere = { view: null, focus: null, cursor: null, camera: null, drag: null, laser: false, selection: [] };
    expect(state()).toMatchObject({ past: true, ...nowhere });
    const sentBefore = sent();
    present();
    presence.setCursor({ x: 2, y: 2 });
    presence.setView('network');
    presence.setFocus('v');
    presence.setCamera({ x: 5, y: 0, width: 100, height: 100 });
    presence.setSelection(['q']);
    clock.turn(1_000);
    expect([sent(), state()['view']]).toEqual([sentBefore, null]);
    presence.setAttendance('idle');
    clock.turn(100);
    expect(state()).toMatchObject({ past: true, presence: 'idle', ...nowhere });
    presence.setPast(false);
    clock.turn(100);
    // The pointer and the hand were on the other picture.
    const now = { view: 'network', focus: 'v', laser: true, selection: ['q'], cursor: null, drag: null };
    expect(state()).toMatchObject({ past: false, camera: { x: 5 }, ...now });
  });
});

describe('summons', () => {
  const ada = (summons: number): Peer => ({ ...NOTHING, id: 9, name: 'Ada', role: 'edit', summons });

  it('[S39] of one who may not edit is not heard, also not later', () => {
    const watch = watchSummons(turnedClock());
    for (const role of ['view', 'comment'] as const) {
      const id = role.length;
      expect(watch.look([{ ...ada(0), id, role }])).toBeNull();
      expect(watch.look([{ ...ada(1), id, role }])).toBeNull();
      expect(watch.look([{ ...ada(1), id }])).toBeNull();
      expect(watch.look([{ ...ada(2), id }])?.id).toBe(id);
    }
    expect(watch.look([{ ...ada(0), role: 'own' }])).toBeNull();
    expect(watch.look([{ ...ada(1), role: 'own' }])?.name).toBe('Ada');
  });

  it('[S39] nobody can claim to have a link that may: the server says which it is', async () => {
    const world = await startWorld();
    const { id, view, edit } = await createMap(world);
    const join = (link: string, role: 'own' | 'edit') => {
      const options = { doc: new Y.Doc(), url: world.ws, mapId: id, token: tokenOf(link), WebSocket: NodeWebSocket };
      const connection = connectMap(options);
      onTestFinished(() => connection.destroy());
      return createPresence(connection.awareness, { name: role, role });
    };
    const [guest, ben] = [join(view, 'own'), join(edit, 'edit')];
    await until(() => ben.peers().length === 1 && guest.peers().length === 1);
    expect([ben.peers()[0]?.role, guest.peers()[0]?.role]).toEqual(['view', 'edit']);
  });

  it('[S33] is heard once, and not when it is older than my joining', () => {
    const clock = turnedClock();
    const watch = watchSummons(clock);
    expect(watch.look([])).toBeNull();
    expect(watch.look([ada(4)])).toBeNull();
    expect(watch.look([ada(5)])?.name).toBe('Ada');
    expect(watch.look([ada(5)])).toBeNull();
    expect(watch.look([])).toBeNull();
    expect(watch.look([ada(5)])).toBeNull();
  });

  it('[S33] of one who calls without end is heard every ten seconds', () => {
    const clock = turnedClock();
    const watch = watchSummons(clock);
    watch.look([ada(0)]);
    let heard = 0;
    for (let call = 1; call <= 600; call++) {
      if (watch.look([ada(call)])) heard += 1;
      clock.turn(100);
    }
    expect(heard).toBe(6);
  });
});

describe('attendance', () => {
  function watch() {
    const clock = turnedClock();
    const said: Attendance[] = [];
    const attendance = watchAttendance((now) => said.push(now), clock);
    onTestFinished(() => attendance.destroy());
    return { clock, said, attendance };
  }
  const MINUTE_MS = 60_000;

  it('[S34] is idle after two minutes without input, away after ten, and active with the next', () => {
    const { clock, said, attendance } = watch();
    clock.turn(2 * MINUTE_MS - 1);
    expect(said).toEqual([]);
    clock.turn(1);
    expect(said).toEqual(['idle']);
    clock.turn(8 * MINUTE_MS);
    expect(said).toEqual(['idle', 'away']);
    attendance.input();
    expect(said).toEqual(['idle', 'away', 'active']);
  });

  it('[S34] every input counts', () => {
    const { clock, said, attendance } = watch();
    for (let i = 0; i < 30; i++) {
      clock.turn(MINUTE_MS);
      attendance.input();
    }
    expect(said).toEqual([]);
    clock.turn(2 * MINUTE_MS);
    expect(said).toEqual(['idle']);
  });

  it('[S34] is away while the page is hidden, whatever happens there', () => {
    const { clock, said, attendance } = watch();
    attendance.setHidden(true);
    attendance.input();
    clock.turn(20 * MINUTE_MS);
    expect(said).toEqual(['away']);
    attendance.setHidden(false);
    expect(said).toEqual(['away', 'active']);
    attendance.destroy();
    clock.turn(20 * MINUTE_MS);
    expect(said).toEqual(['away', 'active']);
  });
});
