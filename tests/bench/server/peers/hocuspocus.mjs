// Hocuspocus with its defaults. HOCUSPOCUS_FOLDER makes it keep documents as files through its own store hooks.
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Server } from '@hocuspocus/server';
import * as Y from 'yjs';
import { answerUsage } from './usage.mjs';

const folder = process.env.HOCUSPOCUS_FOLDER;
const hooks = folder && {
  async onLoadDocument({ document, documentName }) {
    const state = await readFile(join(folder, documentName)).catch(() => null);
    if (state) Y.applyUpdate(document, state);
    return document;
  },
  async onStoreDocument({ document, documentName }) {
    await writeFile(join(folder, `${documentName}.new`), Y.encodeStateAsUpdate(document), { flush: true });
    await rename(join(folder, `${documentName}.new`), join(folder, documentName));
  },
};
const server = new Server({ port: 0, address: '127.0.0.1', quiet: true, ...hooks });
await server.listen();
answerUsage(`http://127.0.0.1:${server.address.port}`, () => server.destroy());
