#!/usr/bin/env node
/** The command `herringbone`: the same as `npm run cli --`, from anywhere. Plain JavaScript: it brings TypeScript up. */
import { register } from 'tsx/esm/api';

register();
await import('./main.ts');
