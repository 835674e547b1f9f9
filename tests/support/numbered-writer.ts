/** A client that writes numbered entries into a map and knows which of them it was told are saved. */
import * as Y from 'yjs';
import { LeanClient } from './lean-client.ts';
import { tokenOf } from './server-world.ts';

export interface NumberedWriter {
  /** Writes the next entries, each an update of its own. */
  write(count?: number): void;
  readonly written: number;
  /** Keys of what the server has acknowledged. */
  saved(): string[];
  readonly joined: Promise<void>;
  /** Resolves with the close code. */
  readonly closed: Promise<number>;
  close(): void;
}

interface Where {
  readonly ws: string;
  readonly mapId: string;
  readonly link: string;
}

/** Entries are `<name> <number>` in the map `m`, with a text of `bytes` (default 20). */
export function openNumberedWriter({ ws, mapId, link }: Where, name: string, bytes = 20): NumberedWriter {
  const doc = new Y.Doc();
  let acknowledged = 0;
  let written = 0;
  const client = new LeanClient(
    { url: `${ws}/sync/${mapId}`, protocols: ['herringbone.v1', `t.${tokenOf(link)}`, 'herringbone.saved'] },
    // Its answer to the server's step 1 was the first message.
    { onSaved: (count) => (acknowledged = Math.max(acknowledged, count - 1)) },
  );
  doc.on('update', (update: Uint8Array) => client.sendUpdate(update));
  return {
    write(count = 1) {
      for (let i = 0; i < count; i++) doc.getMap('m').set(`${name} ${written++}`, 'x'.repeat(bytes));
    },
    get written() {
      return written;
    },
    saved: () => Array.from({ length: acknowledged }, (_, i) => `${name} ${i}`),
    joined: client.joined,
    closed: new Promise((resolve) => client.socket.on('close', (code) => resolve(code))),
    close: () => client.close(),
  };
}

/** What a newcomer is given: the keys of the map `m`. */
export async function readKeys({ ws, mapId, link }: Where): Promise<Set<string>> {
  const doc = new Y.Doc();
  const client = new LeanClient(
    { url: `${ws}/sync/${mapId}`, protocols: ['herringbone.v1', `t.${tokenOf(link)}`] },
    { onState: (update) => Y.applyUpdate(doc, update) },
  );
  await client.joined;
  client.close();
  return new Set(doc.getMap('m').keys());
}
