import './theme.css';
import './base.css';

export { default as LibraryPage } from './library/LibraryPage.svelte';
export { Screen, setScreen } from './screen.svelte.ts';
export { isKnownAddress } from './shell/address.ts';
export { default as BadAddress } from './shell/BadAddress.svelte';
export { default as CrashPage } from './shell/CrashPage.svelte';
export { default as DropTarget } from './shell/DropTarget.svelte';
export { default as MapPage } from './shell/MapPage.svelte';
export { default as Notices } from './shell/Notices.svelte';
