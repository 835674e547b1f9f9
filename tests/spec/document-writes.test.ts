import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const FOLDER = 'src/document';

function filesWith(text: string): string[] {
  return readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && readFileSync(join(FOLDER, file), 'utf8').includes(text))
    .sort();
}

describe('the source of the document', () => {
  it('[D5] makes nested maps in two places only: where things are made, and where undo makes them again', () => {
    expect(filesWith('new Y.Map')).toEqual(['undo.ts', 'write.ts']);
  });

  it('[D4] opens transactions in the same two places only', () => {
    expect(filesWith('.transact(')).toEqual(['undo.ts', 'write.ts']);
  });
});
