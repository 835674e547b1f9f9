// A person with Hocuspocus's own provider, a document and a socket of their own, behind the face of LeanClient.
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import WebSocket from 'ws';
import * as Y from 'yjs';

export class ProviderClient {
  joined;
  #doc = new Y.Doc();
  #socket;
  #provider;
  #sent = 0;

  constructor({ url, documentName }, events) {
    this.#socket = new HocuspocusProviderWebsocket({ url, WebSocketPolyfill: WebSocket });
    this.#provider = new HocuspocusProvider({
      websocketProvider: this.#socket,
      name: documentName,
      token: 'token',
      document: this.#doc,
    });
    this.#doc.on('update', (update, origin) => {
      if (origin === this.#provider) tellEdits(update, events);
    });
    // What the provider itself calls saved ("persisted to the backend"). The answer to the server's question counts too.
    this.#provider.on('unsyncedChanges', ({ number }) => events.onSaved?.(this.#sent + 1 - number));
    this.joined = new Promise((resolve, reject) => {
      this.#provider.on('synced', () => {
        if (events.onState) events.onState(Y.encodeStateAsUpdate(this.#doc));
        resolve();
      });
      this.#provider.on('close', ({ event }) => reject(new Error(`closed with ${event.code} before it was in`)));
    });
    this.joined.catch(() => undefined);
    this.#provider.attach();
  }

  /** An edit of this person: into the document, from where the provider sends it. */
  sendUpdate(update) {
    this.#sent += 1;
    Y.applyUpdate(this.#doc, update);
  }

  close() {
    this.#provider.destroy();
    this.#socket.destroy();
    this.#doc.destroy();
  }
}

function tellEdits(update, { onEdit }) {
  if (!onEdit) return;
  const { from, to } = Y.parseUpdateMeta(update);
  for (const [client, end] of to) onEdit(client, from.get(client) ?? 0, end);
}
