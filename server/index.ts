export { parseConfig, readConfig, type Environment, type Settings } from './config.ts';
export { summarize } from './config-summary.ts';
export { createServer, type HerringboneServer, type ServerConfig } from './create-server.ts';
export { DEFAULT_LIMITS, type Limits } from './limits.ts';
export { serve } from './serve.ts';
export { createLog, type Log, type LogLevel } from './log.ts';
