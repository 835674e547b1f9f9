/** Gestures of a hand, one event per frame, and how long the frames took. Runs in the page. */

export interface Frames {
  /** Milliseconds between frames. */
  readonly median: number;
  readonly p95: number;
  /** The longest task of the main thread during the gesture; 0 = none over 50 ms. */
  readonly longest: number;
}

const STEPS = 120;
const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));

type Gesture = (step: (act: () => void) => Promise<void>) => Promise<void>;

export async function measureFrames(gesture: Gesture): Promise<Frames> {
  const times: number[] = [];
  let longest = 0;
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) longest = Math.max(longest, entry.duration);
  });
  observer.observe({ type: 'longtask' });
  let last = await nextFrame();
  await gesture(async (act) => {
    act();
    const now = await nextFrame();
    times.push(now - last);
    last = now;
  });
  await new Promise((resolve) => setTimeout(resolve, 400));
  observer.disconnect();
  times.sort((a, b) => a - b);
  return { median: times[times.length >> 1]!, p95: times[Math.floor(times.length * 0.95)]!, longest };
}

function send(target: EventTarget, kind: 'down' | 'move' | 'up', x: number, y: number): void {
  const buttons = kind === 'up' ? 0 : 1;
  const init = { bubbles: true, cancelable: true, composed: true, view: window, clientX: x, clientY: y, buttons };
  const pointer = { ...init, pointerId: 1, isPrimary: true, pointerType: 'mouse', button: kind === 'move' ? -1 : 0 };
  target.dispatchEvent(new PointerEvent(`pointer${kind}`, pointer));
  target.dispatchEvent(new MouseEvent(`mouse${kind}`, { ...init, button: 0 }));
}

const pane = () => document.querySelector('.svelte-flow__pane')!;

/** A hand that holds the paper and moves it about, across a width of the window and back. */
export const pan: Gesture = async (step) => {
  const target = pane();
  const from = { x: innerWidth - 40, y: innerHeight - 90 };
  await step(() => send(target, 'down', from.x, from.y));
  for (let i = 1; i <= STEPS; i++) {
    const t = (i / STEPS) * 2 * Math.PI;
    await step(() => send(target, 'move', from.x - 700 * (1 - Math.cos(t)) * 0.5, from.y - 260 * Math.sin(t)));
  }
  await step(() => send(target, 'up', from.x, from.y));
};

/** The wheel, in to three times and out again. */
export const zoom: Gesture = async (step) => {
  const target = pane();
  for (let i = 0; i < STEPS; i++) {
    const deltaY = i < STEPS / 2 ? -12 : 12;
    const init = { bubbles: true, cancelable: true, clientX: innerWidth / 2, clientY: innerHeight / 2, deltaY };
    await step(() => target.dispatchEvent(new WheelEvent('wheel', init)));
  }
};

/** One card across the window. */
export const drag: Gesture = async (step) => {
  const middle = { x: innerWidth / 2, y: innerHeight / 2 };
  // A far card has to be found by the pointer before it can be taken: hovering mounts it.
  const card = await reach(middle);
  if (!card) throw new Error('no card under the pointer');
  const box = card.getBoundingClientRect();
  const from = { x: box.left + box.width / 2, y: box.top + box.height / 2 };
  await step(() => send(card, 'down', from.x, from.y));
  for (let i = 1; i <= STEPS; i++) {
    const t = (i / STEPS) * 2 * Math.PI;
    await step(() => send(card, 'move', from.x + 300 * Math.sin(t), from.y + 180 * (1 - Math.cos(t))));
  }
  await step(() => send(card, 'up', from.x, from.y));
};

async function reach(at: { x: number; y: number }): Promise<Element | null> {
  for (let i = 0; i < 400; i++) {
    const x = at.x + ((i % 20) - 10) * 9;
    const y = at.y + (Math.floor(i / 20) - 10) * 5;
    const under = document.elementFromPoint(x, y);
    const found = under?.closest('.svelte-flow__node');
    if (found) return found;
    const init = { bubbles: true, clientX: x, clientY: y, buttons: 0, isPrimary: true, pointerType: 'mouse' };
    under?.dispatchEvent(new PointerEvent('pointermove', init));
    await nextFrame();
    const mounted = document.elementFromPoint(x, y)?.closest('.svelte-flow__node');
    if (mounted) return mounted;
  }
  return null;
}
