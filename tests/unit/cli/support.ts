import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { environmentLanguage, run } from '../../../src/cli/run.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly errors: readonly string[];
}

/** Runs the command line as a program of its own, in English unless told otherwise. */
export function cli(args: readonly string[], language = 'C'): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, LC_ALL: language };
    const program = spawn(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', ...args], { cwd: ROOT, env });
    let out = '';
    let errors = '';
    program.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    program.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    program.once('error', reject);
    program.once('close', (code) => resolve({ code, out, errors: errors.split('\n').filter(Boolean) }));
  });
}

/** Runs the command line within the test: the same but for the start of the program. */
export async function cliHere(args: readonly string[], language = 'C'): Promise<Ended> {
  const out: string[] = [];
  const errors: string[] = [];
  const code = await run(args, {
    language: environmentLanguage({ LC_ALL: language }),
    say: (line) => out.push(line),
    complain: (line) => errors.push(...line.split('\n').filter(Boolean)),
  });
  return { code, out: out.join('\n'), errors };
}

/** A folder of its own for a test file, removed after it. */
export function workFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'herringbone-cli-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const path = (name: string) => join(folder, name);
  return {
    path,
    write: (name: string, content: string): string => {
      writeFileSync(path(name), content);
      return path(name);
    },
    text: (name: string): string => readFileSync(path(name), 'utf8'),
    bytes: (name: string): Buffer => readFileSync(path(name)),
  };
}

export const example = (name: string): string => join(ROOT, 'static/examples', `${name}.herringbone.json`);
export const importFixture = (name: string): string => join(ROOT, 'tests/fixtures/import', name);
