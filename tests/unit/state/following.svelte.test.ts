import { flushSync } from 'svelte';
import { describe, expect, it } from 'vitest';
import { Following } from '../../../src/state/following.svelte.ts';
import type { Peer } from '../../../src/state/index.ts';
import { turnedClock } from '../../support/turned-clock.ts';

const ADA: Peer = {
  id: 7,
  name: 'Ada',
  color: '#b4232f',
  role: 'edit',
  past: false,
  view: 'fishbone',
  focus: null,
  cursor: null,
  camera: null,
  drag: null,
  laser: false,
  attendance: 'active',
  summons: 0,
  selection: [],
};

function startFollowing() {
  const world = $state({ peers: [ADA] as readonly Peer[] });
  const clock = turnedClock();
  const following = new Following(() => world.peers, clock);
  const meet = (...peers: Peer[]) => {
    world.peers = peers;
    following.look();
    flushSync();
  };
  return { following, clock, meet };
}

describe('following', () => {
  it('goes with the leader, and takes on a new name and colour', () => {
    const { following, meet } = startFollowing();
    following.follow(ADA);
    expect(following.followed).toEqual({ id: 7, name: 'Ada', color: '#b4232f', cause: 'choice' });
    meet({ ...ADA, name: 'Ada S.', color: '#0b6aa8', view: 'network' });
    expect(following.followed).toMatchObject({ name: 'Ada S.', color: '#0b6aa8' });
    expect(following.leader?.view).toBe('network');
    following.stop();
    following.stop();
    expect([following.followed, following.leader, following.errand]).toEqual([null, null, null]);
  });

  it('waits for a leader whose connection drops, and ends when they do not come back', () => {
    const { following, clock, meet } = startFollowing();
    following.follow(ADA);
    meet();
    expect(following.leader).toBeNull();
    clock.turn(4_000);
    meet(ADA);
    clock.turn(60_000);
    expect(following.followed?.name).toBe('Ada');
    meet();
    clock.turn(6_000);
    expect(following.followed).toBeNull();
  });

  it('staying is an errand back; a visit ends following', () => {
    const { following } = startFollowing();
    following.stay();
    expect(following.errand).toBeNull();
    following.follow(ADA, 'summons');
    following.stay();
    expect([following.followed, following.errand]).toEqual([null, { kind: 'return' }]);
    following.follow(ADA);
    expect(following.errand).toBeNull();
    following.visit(ADA);
    expect(following.followed).toBeNull();
    expect(following.errand).toEqual({ kind: 'visit', peer: ADA });
    following.finish();
    expect(following.errand).toBeNull();
  });
});
