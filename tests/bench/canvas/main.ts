/** The bench page: `?app=ours|plain&people=2000`. Prepares the graph first, so that the first render is the canvas's alone. */
import { flushSync, mount, tick } from 'svelte';
import { drag, measureFrames, pan, zoom, type Frames } from './drive.ts';
import Ours from './Ours.svelte';
import Plain from './Plain.svelte';
import { createStage } from './stage.svelte.ts';

export interface BenchPage {
  /** Milliseconds from mounting to the frame after the picture, and the longest task on the way. */
  readonly firstRender: () => Promise<{ readonly ms: number; readonly longest: number }>;
  readonly frames: (gesture: 'pan' | 'zoom' | 'drag') => Promise<Frames>;
  /** Starts one remote change and waits for the frame that shows it. */
  readonly moveOne: (turn: number) => Promise<void>;
  readonly nothing: () => Promise<void>;
}

const query = new URLSearchParams(location.search);
const people = Number(query.get('people') ?? 200);
const Component = query.get('app') === 'plain' ? Plain : Ours;
const stage = createStage(people);
// Composing the picture is the same work for both sides.
void stage.scene.items.length;

const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
/** After the frame: rendering is over when the task that follows it runs. */
async function painted(): Promise<void> {
  await nextFrame();
  await new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve();
    port2.postMessage(null);
  });
}

const GESTURES = { pan, zoom, drag };

const bench: BenchPage = {
  async firstRender() {
    const target = document.getElementById('app')!;
    let longest = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) longest = Math.max(longest, entry.duration);
    }).observe({ type: 'longtask' });
    const start = performance.now();
    mount(Component, { target, props: { stage } });
    flushSync();
    await tick();
    await painted();
    await painted();
    const ms = performance.now() - start;
    await new Promise((resolve) => setTimeout(resolve, 400));
    return { ms, longest };
  },
  frames: (gesture) => measureFrames(GESTURES[gesture]),
  async moveOne(turn) {
    stage.moveOne(turn);
    await painted();
    await painted();
  },
  async nothing() {
    await painted();
    await painted();
  },
};

Object.assign(globalThis, { bench });
