export { parseConfig, type Environment } from './config.ts';
export { createServer, type HerringboneServer, type ServerConfig } from './create-server.ts';
export { DEFAULT_LIMITS, type Limits } from './limits.ts';
export { serve } from './serve.ts';
