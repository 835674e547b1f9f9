import { describe, expect, it } from 'vitest';
import { translate } from '../../../src/i18n/index.ts';
import { DeletionRounds, type Shelf } from '../../../src/state/deletion-rounds.ts';
import type { NewNotice, ShareLinks, Speaker } from '../../../src/state/types.ts';
import type { ShareRole } from '../../../src/sync/index.ts';

const idOf = (letter: string) => letter.repeat(22);
const linksTo = (letter: string, role: ShareRole): ShareLinks => {
  const id = idOf(letter);
  const link = `http://x/#/m/${id}/v1.${id}.${role}.0.${'n'.repeat(8)}.0.${'s'.repeat(43)}`;
  return { id, own: null, edit: null, comment: null, view: null, [role]: link };
};

/** A shelf of maps named by one letter, and a server that knows which of them are deleted. */
function world(maps: Readonly<Record<string, ShareRole | null>>, answer: (letter: string) => Response | Error) {
  const links = new Map(Object.entries(maps).map(([name, role]) => [name, role === null ? null : linksTo(name, role)]));
  const asked: string[] = [];
  const taken: string[] = [];
  const said: NewNotice[] = [];
  const shelf: Shelf = {
    whenReady: Promise.resolve(),
    entries: [...links].map(([name, known]) => ({ id: name, name, shared: known !== null })),
    linksOf: (id) => links.get(id) ?? null,
    isSharedAs: (id, mapId) => links.get(id)?.id === mapId,
    endNothing: () => Promise.resolve(),
    reread: () => Promise.resolve(),
    takeDeleted: (id) => Promise.resolve(void (taken.push(id), links.set(id, null))),
    restore: (id) => Promise.resolve(void taken.splice(taken.indexOf(id), 1)),
  };
  const speaker: Speaker = {
    t: (key, ...values) => translate('en', key, ...values),
    notify: (notice) => said.push(notice),
  };
  const fetchFrom: typeof fetch = (input) => {
    const letter = /maps\/(.)/.exec(String(input instanceof Request ? input.url : input))?.[1] ?? '';
    asked.push(letter);
    const answered = answer(letter);
    return answered instanceof Error ? Promise.reject(answered) : Promise.resolve(answered);
  };
  const rounds = new DeletionRounds(shelf, speaker, { origin: 'http://x', fetchFrom, pauseMs: 0 });
  return { rounds, asked, taken, said, links };
}

const deleted = () => new Response('{"error":"deleted"}', { status: 410 });
const there = () => new Response('{"role":"edit","expires":0}', { status: 200 });
const always = () => new AbortController().signal;

describe('a round over the shelf', () => {
  it('[S25] trashes what the server says is deleted, says so once, and can take it back', async () => {
    const { rounds, asked, taken, said } = world({ A: 'edit', B: null, C: 'view' }, (name) =>
      name === 'C' ? deleted() : there(),
    );
    await rounds.run(always());
    expect([asked, taken]).toEqual([['A', 'C'], ['C']]);
    expect(said.map(({ text }) => text)).toEqual([
      'The owner has ended the sharing of “C”. Your copy is kept for 30 days; take it back to go on.',
    ]);
    said[0]?.action?.run();
    expect(taken).toEqual([]);
  });

  it('[S25] says several in one sentence', async () => {
    const { rounds, taken, said } = world({ A: 'edit', B: 'comment' }, deleted);
    await rounds.run(always());
    expect(taken).toEqual(['A', 'B']);
    expect(said).toHaveLength(1);
    expect(said[0]?.text).toContain('2 maps');
  });

  it('[S25] stops quietly where the server cannot be reached or has enough, and asks again next time', async () => {
    for (const answer of [() => new TypeError('offline'), () => new Response('{}', { status: 429 })]) {
      const { rounds, asked, taken, said } = world({ A: 'edit', B: 'edit' }, answer);
      await rounds.run(always());
      await rounds.run(always());
      expect([asked, taken, said]).toEqual([['A', 'A'], [], []]);
    }
  });

  it('[S25] keeps what a server does not know or a proxy answers, and asks after each map once in a while', async () => {
    const { rounds, asked, taken } = world({ A: 'edit', B: 'edit' }, (name) =>
      name === 'A' ? new Response('{"error":"bad-token"}', { status: 401 }) : new Response('Gone', { status: 410 }),
    );
    await rounds.run(always());
    await rounds.run(always());
    expect([asked, taken]).toEqual([['A', 'B'], []]);
  });

  it('[S25] asks nothing more once another page is shown', async () => {
    const page = new AbortController();
    const { rounds, asked } = world({ A: 'edit', B: 'edit' }, () => (page.abort(), there()));
    await rounds.run(page.signal);
    expect(asked).toEqual(['A']);
  });

  it('[S25] leaves an owner’s map alone whose sharing another tab of this browser has just ended', async () => {
    const { rounds, taken, said, links } = world({ A: 'own' }, () => {
      queueMicrotask(() => links.set('A', null));
      return deleted();
    });
    await rounds.run(always());
    expect([taken, said]).toEqual([[], []]);
  });

  it('[S57] leaves a map alone that was shared anew while the server was asked after the first sharing', async () => {
    const { rounds, taken, said, links } = world({ A: 'own' }, () => {
      links.set('A', linksTo('B', 'own'));
      return deleted();
    });
    await rounds.run(always());
    expect([taken, said]).toEqual([[], []]);
  });

  it('[S25] trashes an owner’s map that was deleted on another device', async () => {
    const { rounds, taken } = world({ A: 'own' }, deleted);
    await rounds.run(always());
    expect(taken).toEqual(['A']);
  });
});
