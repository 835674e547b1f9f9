/** Tells the canvas how much of it lies under a panel at its right. */
import type { Screen } from '../screen.svelte.ts';
import { coverOf, NO_COVER } from './inspector-cover.ts';

/** An attachment for the panel's root element. */
export function measureCover(screen: Screen): (node: HTMLElement) => () => void {
  return (node) => {
    const measure = () => {
      const { offsetWidth: width, offsetHeight: height } = node;
      const isOver = getComputedStyle(node).position === 'absolute';
      screen.inspectorCover = coverOf({ width, height, isOver }, { width: node.parentElement?.clientWidth ?? width });
    };
    const observer = new ResizeObserver(measure);
    observer.observe(node);
    addEventListener('resize', measure);
    return () => {
      observer.disconnect();
      removeEventListener('resize', measure);
      screen.inspectorCover = NO_COVER;
    };
  };
}
