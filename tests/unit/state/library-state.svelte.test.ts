import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMapDoc, readMap } from '../../../src/document/index.ts';
import { translate } from '../../../src/i18n/index.ts';
import { emptyMap } from '../../../src/model/index.ts';
import { LibraryState } from '../../../src/state/library-state.svelte.ts';
import type { Speaker } from '../../../src/state/types.ts';
import { openDevice, type ShareRole } from '../../../src/sync/index.ts';
import { freshFactory } from '../../support/device-world.ts';

let said: string[] = [];
const speaker: Speaker = {
  t: (key, ...values) => translate('en', key, ...values),
  notify: ({ text }) => said.push(text),
};
let library: LibraryState;

beforeEach(async () => {
  said = [];
  vi.stubGlobal('indexedDB', freshFactory());
  library = new LibraryState(speaker);
  await library.whenReady;
});
afterEach(() => {
  library.destroy();
  vi.unstubAllGlobals();
});

async function nameInside(id: string): Promise<string> {
  const doc = createMapDoc();
  const device = openDevice(id, doc);
  await device.whenLoaded;
  const { map } = readMap(doc);
  await device.destroy();
  return map.name;
}

async function make(name: string, schema?: number): Promise<string> {
  const made = await library.createFromMap(emptyMap(name), schema === undefined ? {} : { schema });
  if (!made.ok) throw new Error(made.reason);
  return made.value;
}

const MAP = 'M'.repeat(22);
const link = (role: ShareRole) =>
  `http://127.0.0.1/#/m/${MAP}/v1.${MAP}.${role}.0.${'n'.repeat(8)}.0.${'s'.repeat(43)}`;

describe('a map renamed in the library', () => {
  it('has its new name inside and on the shelf', async () => {
    const id = await make('Old');
    await library.rename(id, 'New');
    await vi.waitFor(() => expect(library.entryOf(id)?.name).toBe('New'));
    expect(await nameInside(id)).toBe('New');
  });

  it('[S24] keeps its name in both places when a newer version wrote it', async () => {
    const id = await make('Old', 99);
    await library.rename(id, 'New');
    expect(said).toEqual(['This map was made by a newer version: it can be read here, not changed.']);
    expect(library.entryOf(id)?.name).toBe('Old');
    expect(await nameInside(id)).toBe('Old');
  });

  it.each(['comment', 'view'] as const)('[S24] keeps its name with a link to %s', async (role) => {
    const id = await make('Theirs');
    await library.keepLinks(id, { id: MAP, own: null, edit: null, comment: null, view: null, [role]: link(role) });
    await vi.waitFor(() => expect(library.entryOf(id)).toMatchObject({ role, canRename: false }));
    await library.rename(id, 'Mine');
    expect(library.entryOf(id)?.name).toBe('Theirs');
    expect(await nameInside(id)).toBe('Theirs');
  });
});
