/** The door of the sockets: who comes in, who is told why not, and what a flood costs. */
import { connect, Socket } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { readOrCreateSecret } from '../../server/access/secret.ts';
import { signToken, type Capability } from '../../server/access/token.ts';
import type { Limits } from '../../server/index.ts';
import { addPerson } from '../support/api-world.ts';
import { createMap, openRaw, openRawMap, startWorld, tokenOf, until } from '../support/server-world.ts';
import type { NewMap, RawSocket, World } from '../support/server-world.ts';

function open(world: World, path: string, token: string, headers: Record<string, string> = {}): RawSocket {
  return openRaw(`${world.ws}/sync/${path}`, { protocols: ['herringbone.v1', `t.${token}`], headers });
}

/** The status line of the answer to an upgrade by hand; the client never closes its side. */
async function upgradeByHand(world: World, path: string, headers: Record<string, string> = {}): Promise<HandSocket> {
  const { hostname, port } = new URL(world.http);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  onTestFinished(() => void socket.destroy());
  let text = '';
  let isEnded = false;
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
  socket.on('end', () => (isEnded = true));
  socket.on('error', () => (isEnded = true));
  const lines = {
    Host: `${hostname}:${port}`,
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    ...headers,
  };
  const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}`);
  socket.write([`GET ${path} HTTP/1.1`, ...head, '', ''].join('\r\n'));
  await until(() => text.includes('\r\n\r\n'));
  return { status: Number(text.split(' ')[1]), text: () => text, isEnded: () => isEnded };
}

interface HandSocket {
  readonly status: number;
  readonly text: () => string;
  readonly isEnded: () => boolean;
}

async function serves(world: World, map: NewMap): Promise<void> {
  const raw = openRawMap(world, map.id, map.edit);
  await until(() => raw.frames.length > 0);
  raw.socket.close();
  await raw.closed;
}

describe('protocols', () => {
  it('[A5] a page of another version is told so with 4426, in a way browsers can hear', async () => {
    const world = await startWorld();
    const map = await createMap(world);
    const raw = openRaw(`${world.ws}/sync/${map.id}`, { protocols: ['herringbone.v2', `t.${tokenOf(map.edit)}`] });
    await raw.opened;
    expect(raw.socket.protocol).toBe('herringbone.v2');
    expect(await raw.closed).toBe(4426);
  });

  it('[A5] of several versions ours is taken; a protocol that is none of ours is 4400, and is never echoed', async () => {
    const world = await startWorld();
    const map = await createMap(world);
    const token = `t.${tokenOf(map.edit)}`;
    const both = openRaw(`${world.ws}/sync/${map.id}`, { protocols: ['herringbone.v2', 'herringbone.v1', token] });
    await until(() => both.frames.length > 0);
    expect(both.socket.protocol).toBe('herringbone.v1');
    const offer = { 'Sec-WebSocket-Protocol': `x, ${token}` };
    const { status, text } = await upgradeByHand(world, `/sync/${map.id}`, offer);
    await until(() => text().includes('unknown-protocol'));
    expect(status).toBe(101);
    expect(text()).not.toContain(tokenOf(map.edit));
  });
});

describe('tokens', () => {
  it('[A2] truncated, forged, expired, foreign and raised ones open neither map nor comments', async () => {
    const world = await startWorld();
    const [map, other] = [await createMap(world), await createMap(world)];
    const keyRing = await readOrCreateSecret(world.dataFolder);
    const sign = (claim: Partial<Capability>): string =>
      signToken({ mapId: map.id, role: 'edit', expires: 0, epoch: 0, link: null, ...claim }, keyRing);
    const ada = await addPerson(world, map, { role: 'comment' });
    const own = tokenOf(map.own);
    const cases: [string, number][] = [
      [own.slice(0, -1), 4401],
      [own.slice(0, 40), 4401],
      ['', 4401],
      ['v1', 4401],
      [`${own.slice(0, own.lastIndexOf('.'))}.${'A'.repeat(43)}`, 4401],
      [tokenOf(map.view).replace('.view.', '.edit.'), 4401],
      [tokenOf(ada.link).replace('.comment.', '.own.'), 4401],
      [tokenOf(ada.link).replace(`.${ada.id}.`, '.AAAAAAAA.'), 4401],
      [tokenOf(other.own), 4401],
      [tokenOf(other.own).replace(other.id, map.id), 4401],
      [sign({ expires: 1 }), 4401],
      [sign({ epoch: 1 }), 4403],
      [sign({ link: 'AAAAAAAA' }), 4403],
      [sign({ link: ada.id }), 4403],
      [sign({ link: '__proto_' }), 4403],
    ];
    for (const path of [map.id, `${map.id}/comments`]) {
      for (const [token, code] of cases) expect(await open(world, path, token).closed, `${path} ${token}`).toBe(code);
    }
    for (const id of ['__proto__', 'constructor', 'toString', '%5f_proto__', `${map.id}A`, map.id.slice(1), '..']) {
      expect([4404, 1006], id).toContain(await open(world, id, own).closed);
    }
    expect(await open(world, `${map.id}/other`, own).closed).toBe(1006);
    await serves(world, map);
  });

  it('[A8] who may only look at the map does not come to its comments', async () => {
    const world = await startWorld();
    const map = await createMap(world);
    const ada = await addPerson(world, map, { role: 'view' });
    for (const link of [map.view, ada.link]) {
      expect(await open(world, `${map.id}/comments`, tokenOf(link)).closed).toBe(4403);
    }
    const ours = [map.own, map.edit, map.comment].map((link) => open(world, `${map.id}/comments`, tokenOf(link)));
    await until(() => ours.every((raw) => raw.frames.length > 0));
  });

  it('[A6] origins that only look like ours are refused', async () => {
    const world = await startWorld({ allowedOrigins: ['https://maps.example.org'] });
    const map = await createMap(world);
    const origins = [
      'https://maps.example.org.evil.org',
      'https://evil.org/maps.example.org',
      'http://maps.example.org',
      'https://maps.example.org:8443',
      `${world.http}.evil.org`,
      'null',
      '',
    ];
    for (const Origin of origins) {
      expect(await open(world, map.id, tokenOf(map.edit), { Origin }).closed, Origin).toBe(4403);
    }
  });
});

describe('floods', () => {
  const from = (address: string): Record<string, string> => ({ 'X-Forwarded-For': address });

  it('[L-refused] a refused socket that never says goodbye is cut off after a while', async () => {
    const world = await startWorld({ limits: { refusedMs: 300 } });
    const map = await createMap(world);
    const rude = await Promise.all(Array.from({ length: 5 }, () => upgradeByHand(world, `/sync/${map.id}`)));
    expect(rude.map(({ status }) => status)).toEqual([101, 101, 101, 101, 101]);
    await until(() => rude.every(({ isEnded }) => isEnded()));
    await serves(world, map);
  });

  it('[L-refused] too many of them cost the oldest its place, and no member his', async () => {
    const world = await startWorld({ limits: { refusedConnections: 5, refusedMs: 600_000 } });
    const map = await createMap(world);
    const rude: HandSocket[] = [];
    for (let i = 0; i < 8; i++) rude.push(await upgradeByHand(world, '/sync/x', { 'Sec-WebSocket-Protocol': 'zz' }));
    expect(rude.map(({ status }) => status)).toEqual(Array<number>(8).fill(101));
    await serves(world, map);
    await until(() => rude.slice(0, 3).every(({ isEnded }) => isEnded()));
    expect(rude.slice(3).some(({ isEnded }) => isEnded())).toBe(false);
  });

  it('[L-refused] one address has fewer places than all together', async () => {
    const limits = { refusedPerAddress: 2, refusedMs: 600_000 };
    const world = await startWorld({ trustedProxies: ['127.0.0.1'], limits });
    const map = await createMap(world);
    const refuse = (address: string): Promise<HandSocket> => upgradeByHand(world, `/sync/${map.id}`, from(address));
    const other = await refuse('203.0.113.6');
    const rude: HandSocket[] = [];
    for (let i = 0; i < 4; i++) rude.push(await refuse('203.0.113.5'));
    await until(() => rude.slice(0, 2).every(({ isEnded }) => isEnded()));
    expect([other, ...rude.slice(2)].some(({ isEnded }) => isEnded())).toBe(false);
  });

  it('[L-address] a proxy that cannot be understood is named once', async () => {
    const world = await startWorld({ trustedProxies: ['127.0.0.1'] });
    const map = await createMap(world);
    const come = (hop: string) => upgradeByHand(world, `/sync/${map.id}`, from(hop));
    for (const hop of ['203.0.113.7:51234', '203.0.113.7']) await come(hop);
    expect(world.logged).toEqual([]);
    for (const hop of ['unknown', 'unknown']) await come(hop);
    expect(world.logged).toEqual(['warn forwarded-for-unreadable']);
  });

  it('[L-joins] what no client of ours says counts as many, what a whole office may come with does not', async () => {
    const limits = { joinsBurst: 30, joinsPerSecond: 0.01, badTokenCost: 20 };
    const world = await startWorld({ trustedProxies: ['127.0.0.1'], limits });
    const map = await createMap(world);
    const keyRing = await readOrCreateSecret(world.dataFolder);
    const claim = { mapId: map.id, role: 'edit', expires: 1, epoch: 0, link: null } as const;
    const expired = { 'Sec-WebSocket-Protocol': `herringbone.v1, t.${signToken(claim, keyRing)}` };
    const cases: [string, Record<string, string>, boolean][] = [
      [map.id, { 'Sec-WebSocket-Protocol': 'zz' }, true],
      ['x', { 'Sec-WebSocket-Protocol': `herringbone.v1, t.${tokenOf(map.edit)}` }, true],
      [map.id, {}, true],
      [map.id, { 'Sec-WebSocket-Protocol': 'herringbone.v0' }, false],
      [map.id, { Origin: 'https://elsewhere.example' }, false],
      [map.id, expired, false],
    ];
    for (const [i, [path, headers, isDear]] of cases.entries()) {
      const ask = async (): Promise<number> =>
        (await upgradeByHand(world, `/sync/${path}`, { ...headers, ...from(`203.0.113.${i}`) })).status;
      expect([await ask(), await ask(), await ask()], path).toEqual([101, 101, isDear ? 429 : 101]);
    }
  });

  it('[L-refused] a flood of bad joins leaves others alone and nothing behind', async () => {
    const world = await startWorld();
    const map = await createMap(world);
    const good = openRawMap(world, map.id, map.edit);
    await until(() => good.frames.length > 0);
    const flood = Array.from({ length: 300 }, (_, i) => open(world, map.id, `v1.${i}`));
    const codes = new Set(await Promise.all(flood.map((raw) => raw.closed)));
    expect([...codes].every((code) => code === 4401 || code === 1006)).toBe(true);
    await serves(world, map);
    expect(good.socket.readyState).toBe(good.socket.OPEN);
  });

  it('[L-joins] joins over the rate are 429 per address; a bad token counts as many', async () => {
    const limits = { joinsBurst: 30, joinsPerSecond: 0.01, badTokenCost: 20 };
    const world = await startWorld({ trustedProxies: ['127.0.0.1'], limits });
    const map = await createMap(world);
    const statusOf = async (address: string): Promise<number> =>
      (await upgradeByHand(world, `/sync/${map.id}`, from(address))).status;
    expect(await open(world, map.id, 'bad', from('203.0.113.5')).closed).toBe(4401);
    expect(await open(world, map.id, 'bad', from('203.0.113.5')).closed).toBe(4401);
    expect(await statusOf('203.0.113.5')).toBe(429);
    expect(await statusOf('203.0.113.6')).toBe(101);
    for (let i = 0; i < 30; i++) {
      const raw = open(world, map.id, tokenOf(map.edit), from('203.0.113.7'));
      await until(() => raw.frames.length > 0);
      raw.socket.close();
    }
    expect(await statusOf('203.0.113.7')).toBe(429);
  });

  it('[L-headers] a connection that never says a word is dropped', async () => {
    const world = await startWorld({ limits: { headersMs: 200 } });
    const { hostname, port } = new URL(world.http);
    const socket = connect(Number(port), hostname);
    onTestFinished(() => void socket.destroy());
    socket.resume();
    await new Promise<void>((resolve) => socket.on('close', () => resolve()));
  });

  it('[L-tcp] above so many connections a new one is dropped, until one ends', async () => {
    const world = await startWorld({ limits: { tcpConnections: 2 } });
    const { hostname, port } = new URL(world.http);
    const dial = async (): Promise<{ socket: Socket; answers: () => boolean }> => {
      const socket = connect(Number(port), hostname);
      onTestFinished(() => void socket.destroy());
      let [hasAnswered, isOver] = [false, false];
      socket.on('data', () => (hasAnswered = true));
      socket.on('error', () => (isOver = true));
      socket.on('close', () => (isOver = true));
      socket.write(`GET /healthz HTTP/1.1\r\nHost: ${hostname}:${port}\r\n\r\n`);
      await until(() => hasAnswered || isOver);
      return { socket, answers: () => hasAnswered };
    };
    const [first, second, third] = [await dial(), await dial(), await dial()];
    expect([first, second, third].map(({ answers }) => answers())).toEqual([true, true, false]);
    first.socket.destroy();
    let next = await dial();
    while (!next.answers()) next = await dial();
  });

  it('[L-tcp] of one address too, before a word is said', async () => {
    const world = await startWorld({ limits: { tcpPerAddress: 2 } });
    // The wire ends here: who the other side is, is what the kernel says.
    const names = Socket.prototype as unknown as { _getpeername(): object };
    const peer = vi.spyOn(names, '_getpeername').mockReturnValue({ address: '203.0.113.5', family: 'IPv4', port: 1 });
    onTestFinished(() => peer.mockRestore());
    const { hostname, port } = new URL(world.http);
    const ends: boolean[] = [];
    for (let i = 0; i < 4; i++) {
      const socket = connect(Number(port), hostname);
      onTestFinished(() => void socket.destroy());
      let [hasAnswered, isOver] = [false, false];
      socket.on('data', () => (hasAnswered = true));
      socket.on('error', () => (isOver = true));
      socket.on('close', () => (isOver = true));
      socket.write(`GET /healthz HTTP/1.1\r\nHost: ${hostname}:${port}\r\n\r\n`);
      await until(() => hasAnswered || isOver);
      ends.push(hasAnswered);
    }
    expect(ends).toEqual([true, true, false, false]);
  });

  it('[L-keep] an idle connection is kept so long, which it says, and then closed', async () => {
    const kept = async (limits: Partial<Limits>): Promise<{ head: () => string; isOver: () => boolean }> => {
      const { hostname, port } = new URL((await startWorld({ limits })).http);
      const socket = connect(Number(port), hostname);
      onTestFinished(() => void socket.destroy());
      let [head, isOver] = ['', false];
      socket.on('data', (chunk: Buffer) => (head += chunk.toString('latin1')));
      socket.on('close', () => (isOver = true));
      socket.write(`GET /healthz HTTP/1.1\r\nHost: ${hostname}:${port}\r\n\r\n`);
      await until(() => head.includes('\r\n\r\n'));
      return { head: () => head, isOver: () => isOver };
    };
    // Above the 60 s after which load balancers let go of theirs.
    expect((await kept({})).head()).toMatch(/Keep-Alive: timeout=75\r\n/i);
    const short = await kept({ keepAliveMs: 1_000 });
    expect(short.head()).toMatch(/Keep-Alive: timeout=1\r\n/i);
    await until(short.isOver);
  });

  it('[L-deflate] frames are not compressed, whatever a client offers', async () => {
    const world = await startWorld();
    const map = await createMap(world);
    const { status, text } = await upgradeByHand(world, `/sync/${map.id}`, {
      'Sec-WebSocket-Protocol': `herringbone.v1, t.${tokenOf(map.view)}`,
      'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits',
    });
    expect(status).toBe(101);
    expect(text()).not.toMatch(/sec-websocket-extensions/i);
  });

  it('[H8] an address of no map ends at once, also when the other side keeps its half open', async () => {
    const world = await startWorld();
    const { status, isEnded } = await upgradeByHand(world, '/elsewhere');
    expect(status).toBe(404);
    await until(isEnded);
  });
});
