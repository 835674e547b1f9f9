import { afterEach, describe, expect, it } from 'vitest';
import { watchOwnTabs, type OwnTabs } from '../../src/sync/index.ts';

const CHANNEL = 'herringbone.own-tabs';
const opened: { destroy(): void }[] = [];

afterEach(() => {
  for (const tab of opened.splice(0)) tab.destroy();
});

interface Tab extends OwnTabs {
  /** Resolves when another tab was heard of. */
  readonly heard: Promise<void>;
}

function openTab(clientId: number): Tab {
  let hear: () => void;
  const heard = new Promise<void>((resolve) => (hear = resolve));
  const tab = { ...watchOwnTabs(clientId, () => hear()), heard };
  opened.push(tab);
  return tab;
}

describe('tabs of one browser', () => {
  it('[S36] know each other, whoever came first, and nobody else', async () => {
    const first = openTab(11);
    const second = openTab(22);
    await Promise.all([first.heard, second.heard]);
    expect([first.has(22), second.has(11)]).toEqual([true, true]);
    expect([first.has(33), first.has(11), second.has(22)]).toEqual([false, false, false]);
  });

  it('[S36] pass over words that are none of ours', async () => {
    const tab = openTab(11);
    const stranger = new BroadcastChannel(CHANNEL);
    for (const word of [null, 'hello', 7, { type: 'hello' }, { type: 'here', client: '22' }, { type: 'x', client: 22 }])
      stranger.postMessage(word);
    stranger.postMessage({ type: 'here', client: 33 });
    await tab.heard;
    stranger.close();
    expect([tab.has(33), tab.has(22)]).toEqual([true, false]);
  });

  it('[S36] hear nothing more once they are closed, twice over', async () => {
    const closed = openTab(11);
    closed.destroy();
    closed.destroy();
    const [first, second] = [openTab(22), openTab(33)];
    await Promise.all([first.heard, second.heard]);
    expect([closed.has(22), first.has(11)]).toEqual([false, false]);
  });
});
