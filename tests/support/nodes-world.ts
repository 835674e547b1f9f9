/** Several servers on one database, in this process: as many as a test asks for, torn down with it. */
import { Client } from 'pg';
import type { ServerConfig } from '../../server/index.ts';
import { makeDataFolder, startWorld, type World } from './server-world.ts';

/** One folder for all of them: it holds the secret that signs links, and nothing else. */
export async function startNodes(count: number, config: Partial<ServerConfig>): Promise<World[]> {
  const dataFolder = await makeDataFolder();
  const worlds: World[] = [];
  for (let i = 0; i < count; i++) worlds.push(await startWorld({ dataFolder, ...config }));
  return worlds;
}

/** Cuts the connections over which servers hear of each other, and no other. */
export async function cutBus(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'herringbone-bus'`,
    );
  } finally {
    await client.end();
  }
}
