import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';
import * as Y from 'yjs';
import { connectMap, type Connection } from '../../src/sync/index.ts';
import { createMap, NodeWebSocket, startWorld, tokenOf, until, type World } from '../support/server-world.ts';

interface Client {
  readonly doc: Y.Doc;
  readonly connection: Connection;
}

function join(
  world: Pick<World, 'ws'>,
  mapId: string,
  link: string,
  { doc = new Y.Doc(), readOnly = false } = {},
): Client {
  const token = tokenOf(link);
  const connection = connectMap({
    doc,
    url: world.ws,
    mapId,
    token,
    readOnly,
    WebSocket: NodeWebSocket,
    maxBackoffMs: 100,
  });
  onTestFinished(() => connection.destroy());
  return { doc, connection };
}

describe('connection', () => {
  it('goes from connecting to live, and tells its listeners', async () => {
    const world = await startWorld();
    const map = await createMap(world);
    const { connection } = join(world, map.id, map.edit);
    const seen: string[] = [];
    const stop = connection.onChange(() => seen.push(`${connection.status} ${connection.saved}`));
    expect([connection.status, connection.reason, connection.saved, connection.role]).toEqual([
      'connecting',
      null,
      false,
      'edit',
    ]);
    await until(() => connection.status === 'live' && connection.saved);
    stop();
    connection.destroy();
    connection.destroy();
    expect(seen).toContain('live true');
  });

  it('an edit is unsaved at once and saved when it is on the disk of the server', async () => {
    const world = await startWorld();
    const map = await createMap(world);
    const { doc, connection } = join(world, map.id, map.edit);
    await until(() => connection.saved);
    doc.getMap('m').set('a', 1);
    expect(connection.saved).toBe(false);
    await until(() => connection.saved);
  });

  it('an edit of somebody else leaves it saved', async () => {
    const world = await startWorld();
    const map = await createMap(world);
    const [one, two] = [join(world, map.id, map.edit), join(world, map.id, map.edit)];
    await until(() => one.connection.saved && two.connection.saved);
    let wasUnsaved = false;
    two.connection.onChange(() => (wasUnsaved ||= !two.connection.saved));
    one.doc.getMap('m').set('a', 1);
    await until(() => two.doc.getMap('m').has('a'));
    expect(wasUnsaved).toBe(false);
  });

  it('keeps trying while the server is away; edits made meanwhile arrive and are saved', async () => {
    const world = await startWorld();
    const map = await createMap(world);
    const { doc, connection } = join(world, map.id, map.edit);
    await until(() => connection.saved);
    const port = world.server.address?.port ?? 0;
    await world.server.destroy();
    await until(() => connection.status === 'offline');
    doc.getMap('m').set('offline', true);
    expect(connection.saved).toBe(false);
    await startWorld({ dataFolder: world.dataFolder, port });
    await until(() => connection.status === 'live' && connection.saved);
    const other = join(world, map.id, map.view);
    await until(() => other.doc.getMap('m').get('offline') === true);
  });

  it('a refusal is final and has a reason', async () => {
    const world = await startWorld();
    const map = await createMap(world);
    const bad = join(world, map.id, map.edit.replace('.edit.', '.view.'));
    await until(() => bad.connection.status === 'refused');
    expect(bad.connection.reason).toBe('bad-token');
    const gone = join(world, 'A'.repeat(22), map.edit);
    await until(() => gone.connection.status === 'refused');
    // Nobody learns from the server which maps there are.
    expect(gone.connection.reason).toBe('bad-token');
    const revoked = join(world, map.id, map.view);
    await until(() => revoked.connection.status === 'live');
    await world.server.revoke(map.id, 'view');
    await until(() => revoked.connection.status === 'refused');
    expect(revoked.connection.reason).toBe('revoked');
  });

  it('a viewer sends no edits and has nothing to save', async () => {
    const world = await startWorld();
    const map = await createMap(world);
    const editor = join(world, map.id, map.edit);
    for (const viewer of [join(world, map.id, map.view), join(world, map.id, map.edit, { readOnly: true })]) {
      await until(() => viewer.connection.status === 'live' && editor.connection.saved);
      expect([viewer.connection.mayWrite, viewer.connection.saved]).toEqual([false, true]);
      viewer.doc.getMap('m').set('evil', 1);
      editor.doc.getMap('m').set('good', 1);
      await until(() => viewer.doc.getMap('m').has('good'));
      expect(viewer.connection.saved).toBe(true);
    }
    await until(() => editor.connection.saved);
    expect(editor.doc.getMap('m').toJSON()).toEqual({ good: 1 });
  });

  it('[S55] a map that is too big is refused until it has become smaller', async () => {
    const world = await startWorld({ limits: { hardMapBytes: 10_000, spareMapBytes: 1_000 } });
    const map = await createMap(world);
    const { doc, connection } = join(world, map.id, map.edit);
    await until(() => connection.saved);
    const seen: string[] = [];
    connection.onChange(() => seen.push(connection.status));
    doc.getMap('m').set('long', 'x'.repeat(20_000));
    await until(() => connection.status === 'refused');
    expect(connection.reason).toBe('too-big');
    expect(connection.bytes).toBeGreaterThan(20_000);
    doc.getMap('m').set('more', 'y'.repeat(1_000));
    doc.getMap('m').delete('more');
    doc.getMap('m').delete('long');
    doc.getMap('m').set('short', 1);
    await until(() => connection.status === 'live' && connection.saved);
    expect([connection.reason, connection.bytes]).toEqual([null, null]);
    const other = join(world, map.id, map.view);
    await until(() => other.doc.getMap('m').get('short') === 1);
    // Tried again once, not for ever.
    expect(seen.filter((status) => status === 'connecting')).toHaveLength(1);
  });

  it.each([
    [4403, 'origin-refused', 'origin-refused'],
    [4403, 'expired', 'expired'],
    [4403, '', 'revoked'],
    [1009, '', 'too-big'],
  ] as const)('[S55] [S56] a socket closed with %i “%s” is refused for good', async (code, words, reason) => {
    const server = new WebSocketServer({ port: 0, handleProtocols: () => 'herringbone.v1' });
    onTestFinished(() => server.close());
    server.on('connection', (socket) => socket.close(code, words));
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    const world = await startWorld();
    const map = await createMap(world);
    const { connection } = join({ ws: `ws://127.0.0.1:${port}` }, map.id, map.edit);
    await until(() => connection.status === 'refused');
    expect(connection.reason).toBe(reason);
  });
});
