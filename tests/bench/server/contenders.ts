/** Our server and its peers, each alone in a process, behind one face. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startServerChild, type ChildConfig, type ServerChild } from '../../support/server-child.ts';
import type { BenchTarget } from './clients.ts';

/** Who comes to `hocuspocus` comes with its own provider; everybody else is a lean client. */
export const CONTENDERS = [
  'relay',
  'ours',
  'y-websocket',
  'y-websocket + leveldb',
  'hocuspocus',
  'hocuspocus, lean',
] as const;
export type ContenderName = (typeof CONTENDERS)[number] | 'hocuspocus + files';

export interface Contender {
  readonly name: ContenderName;
  readonly child: ServerChild;
  /** A room nobody has been in: how its clients get in. */
  newRoom(): Promise<BenchTarget>;
}

export interface StartOptions {
  readonly config?: ChildConfig;
  /** An earlier run's folder. */
  readonly dataFolder?: string;
  readonly execArgv?: readonly string[];
}

const BENCH_FOLDER = join(import.meta.dirname, '..');
const PEERS = join(import.meta.dirname, 'peers');

interface Peer {
  readonly file: string;
  /** The variable that names the folder it keeps documents in; none = it keeps nothing. */
  readonly folderIn?: string;
}

const PEER_OF: Partial<Record<ContenderName, Peer>> = {
  relay: { file: 'relay.mjs' },
  'y-websocket': { file: 'y-websocket.mjs' },
  'y-websocket + leveldb': { file: 'y-websocket.mjs', folderIn: 'YPERSISTENCE' },
  hocuspocus: { file: 'hocuspocus.mjs' },
  'hocuspocus, lean': { file: 'hocuspocus.mjs' },
  'hocuspocus + files': { file: 'hocuspocus.mjs', folderIn: 'HOCUSPOCUS_FOLDER' },
};

/** Benches put 200 people into one room from one address: more than a person's server lets in. */
const CROWD = { connectionsPerMap: 250, mapsBurst: 1e6, mapsPerMinute: 1e6, requestsBurst: 1e6 };

const INSTALL_MS = 300_000;

let rooms = 0;

/** Installs the peers beside the bench at its first run. @throws when npm could not. */
export function installPeers(): void {
  const packages = ['@hocuspocus/server', '@hocuspocus/provider', '@y/websocket-server', 'y-leveldb'];
  if (packages.every((name) => existsSync(join(BENCH_FOLDER, 'node_modules', name)))) return;
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: BENCH_FOLDER,
    stdio: 'inherit',
    timeout: INSTALL_MS,
  });
  if (status !== 0) throw new Error('npm ci in tests/bench failed: see above');
}

export async function startContender(name: ContenderName, options: StartOptions = {}): Promise<Contender> {
  const peer = PEER_OF[name];
  const { folderIn } = peer ?? {};
  const child = await startServerChild(
    { ...options.config, limits: { ...CROWD, ...options.config?.limits }, dataFolder: options.dataFolder },
    {
      execArgv: options.execArgv,
      entry: peer && join(PEERS, peer.file),
      env: (folder) => (folderIn === undefined ? {} : { [folderIn]: folder }),
    },
  );
  return { name, child, newRoom: () => newRoom(name, child) };
}

async function newRoom(name: ContenderName, { http, ws }: ServerChild): Promise<BenchTarget> {
  const room = `room-${++rooms}-${process.pid}`;
  if (name === 'relay') return { url: `${ws}/${room}`, protocols: [], isRelay: true };
  if (name.startsWith('y-websocket')) return { url: `${ws}/${room}`, protocols: [] };
  if (name.startsWith('hocuspocus')) {
    return { url: ws, protocols: [], documentName: room, hasProvider: name !== 'hocuspocus, lean' };
  }
  const response = await fetch(`${http}/api/maps`, { method: 'POST' });
  const { id, edit } = (await response.json()) as { id: string; edit: string };
  const token = edit.slice(edit.lastIndexOf('/') + 1);
  return { url: `${ws}/sync/${id}`, protocols: ['herringbone.v1', 'herringbone.saved', `t.${token}`] };
}

/** The same room after a restart: another port. */
export function movedTo(target: BenchTarget, child: ServerChild): BenchTarget {
  return { ...target, url: target.url.replace(/^ws:\/\/[^/]+/, child.ws) };
}
