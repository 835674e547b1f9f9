import { mount } from 'svelte';
import App from './App.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no element with the id "app"');
mount(App, { target });
document.getElementById('not-started')?.remove();

// Not while developing: files change under it. Without a secure origin there is none, and the app needs the network to open.
if (import.meta.env.PROD) void navigator.serviceWorker?.register('/service-worker.js').catch(console.warn);
