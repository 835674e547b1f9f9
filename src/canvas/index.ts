export { default as FlowCanvas } from './FlowCanvas.svelte';
export { parsePersonLine } from './person-line.ts';
export type { Insets } from './view-box.ts';
