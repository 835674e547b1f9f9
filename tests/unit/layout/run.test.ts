import { describe, expect, it } from 'vitest';
import { createLayoutRunner, LAYOUTS, layoutView } from '../../../src/layout/index.ts';
import { VIEWS } from '../../../src/model/index.ts';
import { randomMap } from '../../support/random-map.ts';

type Listener = (event: { data: unknown }) => void;

/** A worker that answers when told to, as the browser's would. */
class HeldWorker {
  static readonly made: HeldWorker[] = [];
  readonly #listeners = new Map<string, Listener>();
  isTerminated = false;

  constructor() {
    HeldWorker.made.push(this);
  }
  addEventListener(type: string, listener: Listener): void {
    this.#listeners.set(type, listener);
  }
  postMessage(): void {}
  terminate(): void {
    this.isTerminated = true;
  }
  emit(type: 'message' | 'error', data?: unknown): void {
    if (!this.isTerminated) this.#listeners.get(type)?.({ data });
  }
}

const createWorker = () => new HeldWorker() as unknown as Worker;
const small = randomMap(1, 10);
const large = randomMap(1, 70);

describe('the layout runner', () => {
  it('lays out at once when there is no worker', async () => {
    const placement = await createLayoutRunner().run('power-map', large);
    expect(placement).toEqual(layoutView('power-map', large));
  });

  it('makes no worker for a small map', async () => {
    const before = HeldWorker.made.length;
    expect(await createLayoutRunner(createWorker).run('power-map', small)).toEqual(layoutView('power-map', small));
    expect(HeldWorker.made).toHaveLength(before);
  });

  it('answers null to a run that a later one overtook', async () => {
    const runner = createLayoutRunner(createWorker);
    const overtaken = runner.run('power-map', large);
    const latest = runner.run('power-map', small);
    expect(await latest).not.toBeNull();
    runner.destroy();
    expect(await overtaken).toBeNull();
  });

  it('falls back to laying out at once when the worker fails', async () => {
    const runner = createLayoutRunner(createWorker);
    const run = runner.run('power-map', large);
    HeldWorker.made.at(-1)!.emit('error');
    expect(await run).toEqual(layoutView('power-map', large));
    const before = HeldWorker.made.length;
    expect(await runner.run('power-map', large)).not.toBeNull();
    expect(HeldWorker.made).toHaveLength(before);
  });

  it('ends quietly when destroyed, also twice', async () => {
    const runner = createLayoutRunner(createWorker);
    const run = runner.run('power-map', large);
    runner.destroy();
    runner.destroy();
    expect(await run).toBeNull();
  });
});

describe('the registry of layouts', () => {
  it('holds one layout for each view', () => {
    expect(Object.keys(LAYOUTS)).toEqual(VIEWS);
    for (const view of VIEWS) expect(layoutView(view, small).view).toBe(view);
  });
});
