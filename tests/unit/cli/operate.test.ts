import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createServer } from '../../../server/index.ts';
import { LevelStore } from '../../../server/store/level-store.ts';
import { operateEn } from '../../../src/i18n/operate.en.ts';
import { operateZh } from '../../../src/i18n/operate.zh.ts';
import { cliHere, workFolder } from './support.ts';

const PASSWORD = 'correct-horse-battery';
const folder = workFolder();

/** A folder that has been served, with one map in it. */
async function servedFolder(name: string, operatorPassword: string | null = null) {
  const dataFolder = folder.path(name);
  const server = createServer({ dataFolder, operatorPassword, log: () => undefined });
  await server.listen();
  onTestFinished(() => server.destroy());
  const origin = server.address?.origin ?? '';
  const response = await fetch(`${origin}/api/maps`, { method: 'POST' });
  const { id, own } = (await response.json()) as { id: string; own: string };
  return { dataFolder, server, origin, id, own };
}

/** As if it stood in the shell: the commands read the environment. */
function setEnvironment(values: Record<string, string>): void {
  const before = Object.fromEntries(Object.keys(values).map((name) => [name, process.env[name]]));
  Object.assign(process.env, values);
  onTestFinished(() => {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });
}

const tokenOf = (link: string): string => link.slice(link.lastIndexOf('/') + 1);

describe('the operator’s commands', () => {
  it('explain themselves, in both languages', async () => {
    for (const name of ['doctor', 'backup', 'restore', 'rotate-key', 'owner-link']) {
      for (const language of ['C', 'zh_CN.UTF-8']) {
        const ended = await cliHere([name, '--help'], language);
        expect(ended).toMatchObject({ code: 0, errors: [] });
        expect(ended.out).toContain(`herringbone ${name}`);
      }
    }
    expect(Object.keys(operateZh)).toEqual(Object.keys(operateEn));
  });

  it.each([
    [['backup', 'now']],
    [['backup', '--from', 'ftp://x']],
    [['restore']],
    [['restore', 'a', 'b']],
    [['doctor', 'now']],
    [['rotate-key', 'now']],
    [['owner-link']],
    [['owner-link', 'a', 'b']],
  ])('end with 2 for the wrong usage %j', async (args) => {
    const ended = await cliHere(args);
    expect(ended).toMatchObject({ code: 2, out: '' });
    expect(ended.errors).toHaveLength(2);
  });

  it('[O6] refuse a folder that is typed where a database is configured: they would pass it over', async () => {
    const data = ['--data', folder.path('typed')];
    const config = folder.write('with-database.json', '{"database": "postgres://u@127.0.0.1:1/maps", "secret": "KEY"}');
    writeFileSync(config, readFileSync(config, 'utf8').replace('KEY', randomBytes(32).toString('hex')));
    const commands = [['backup'], ['restore', config], ['rotate-key'], ['owner-link', 'x'], ['doctor']];
    setEnvironment({ HERRINGBONE_CONFIG: config });
    for (const command of commands) {
      const ended = await cliHere([...command, ...data]);
      expect(ended).toMatchObject({ code: 2, out: '', errors: [expect.any(String), expect.any(String)] });
      expect(ended.errors[0]).toBe(
        `Maps are kept in the database of ${config}, not in a folder: leave out --data ${data[1]}, or run this without the database.`,
      );
    }
    setEnvironment({ DATABASE_URL: 'postgres://u@127.0.0.1:1/maps' });
    const inChinese = await cliHere(['backup', ...data], 'zh_CN.UTF-8');
    expect(inChinese).toMatchObject({ code: 2, errors: [expect.stringContaining('DATABASE_URL'), expect.any(String)] });
    expect(inChinese.errors[0]).toContain('请去掉 --data');
  });

  it('end with 1 and one sentence for a folder that is not there, a file that is none of ours', async () => {
    const data = ['--data', folder.path('nowhere')];
    const noFolder = `There is no ${folder.path('nowhere')}/secret; name the data folder with --data.`;
    expect(await cliHere(['backup', ...data])).toEqual({ code: 1, out: '', errors: [noFolder] });
    expect(await cliHere(['owner-link', randomBytes(16).toString('base64url'), ...data])).toMatchObject({ code: 1 });
    expect(await cliHere(['restore', folder.path('nothing.backup'), ...data])).toMatchObject({
      code: 1,
      errors: [`${folder.path('nothing.backup')} cannot be read: ENOENT`],
    });
    expect(await cliHere(['restore', folder.write('other.backup', 'something else'), ...data])).toMatchObject({
      code: 1,
      errors: ['This file is not a Herringbone backup.'],
    });
    setEnvironment({ PORT: 'http' });
    expect(await cliHere(['backup', ...data])).toMatchObject({
      code: 1,
      errors: [expect.stringMatching(/^PORT must/)],
    });
  });
});

describe('herringbone backup and restore', () => {
  it('[B7] bring a folder back elsewhere, links included', async () => {
    const { dataFolder, server, id, own } = await servedFolder('one');
    const held = await cliHere(['backup', '--data', dataFolder]);
    expect(held).toMatchObject({
      code: 1,
      out: '',
      errors: [expect.stringContaining('A server holds the data folder')],
    });
    await server.destroy();
    const file = folder.path('one.backup');
    const saved = await cliHere(['backup', '--to', file, '--data', dataFolder]);
    expect(saved).toMatchObject({ code: 0, errors: [] });
    expect(saved.out).toMatch(
      /^1 map, 0 states of the past, 1 KiB → .*one\.backup\n.*Only you may read it \(0600\)\.$/,
    );
    expect(statSync(file).mode & 0o777).toBe(0o600);

    const elsewhere = folder.path('elsewhere');
    const restored = await cliHere(['restore', file, '--data', elsewhere]);
    expect(restored).toMatchObject({ code: 0, errors: [] });
    expect(restored.out).toMatch(/^1 map restored, as of 20\d\d-/);
    expect(await cliHere(['restore', file, '--data', elsewhere])).toMatchObject({
      code: 1,
      errors: [expect.stringContaining('There are maps already')],
    });
    expect(await cliHere(['restore', file, '--data', elsewhere, '--continue'])).toMatchObject({ code: 0 });
    const again = createServer({ dataFolder: elsewhere, log: () => undefined });
    await again.listen();
    onTestFinished(() => again.destroy());
    const access = await fetch(`${again.address?.origin}/api/maps/${id}/access`, {
      headers: { Authorization: `Bearer ${tokenOf(own)}` },
    });
    expect(await access.json()).toMatchObject({ role: 'own' });
  });

  it('[B9] leave the file of before where a map cannot be read whole, say so, and end with 1', async () => {
    const { dataFolder, server, id } = await servedFolder('cron');
    await server.destroy();
    const file = folder.path('cron.backup');
    const backup = (language = 'C') => cliHere(['backup', '--to', file, '--data', dataFolder], language);
    expect(await backup()).toMatchObject({ code: 0, errors: [] });
    const before = readFileSync(file);
    const store = await LevelStore.open(join(dataFolder, 'maps'));
    await store.append(id, [new Uint8Array([255]), new Uint8Array([255])]);
    await store.close();
    const ended = await backup();
    expect(ended).toMatchObject({
      code: 1,
      errors: [
        expect.stringMatching(/^1 map could not be read whole/),
        `${file} was left as it is: they may be whole in it. This backup is ${file}.damaged.`,
      ],
    });
    expect(ended.out).toContain(`→ ${file}.damaged\n${file}.damaged holds the keys`);
    expect(readFileSync(file)).toEqual(before);
    expect((await backup('zh_CN.UTF-8')).errors[1]).toContain(`${file} 保持原样`);
  });

  it('[H20] ask a running server with --from', async () => {
    const { origin } = await servedFolder('two', PASSWORD);
    const file = folder.path('two.backup');
    const ask = () => cliHere(['backup', '--from', origin, '--to', file]);
    expect(await ask()).toMatchObject({ code: 1, errors: [expect.stringContaining("wants the operator's password")] });
    setEnvironment({ HERRINGBONE_OPERATOR_PASSWORD: `${PASSWORD}!` });
    expect(await ask()).toMatchObject({ code: 1, errors: [`${origin} has another operator password.`] });
    setEnvironment({ HERRINGBONE_OPERATOR_PASSWORD: PASSWORD });
    expect(await ask()).toMatchObject({ code: 0, errors: [] });
    const nobody = await cliHere(['backup', '--from', 'http://127.0.0.1:1', '--to', file]);
    expect(nobody).toMatchObject({ code: 1, errors: ['No server answers at http://127.0.0.1:1.'] });
  });

  it('[B7] keys of the configuration are not changed: they must hold those of the backup', async () => {
    const { dataFolder, server } = await servedFolder('three');
    await server.destroy();
    const file = folder.path('three.backup');
    await cliHere(['backup', '--to', file, '--data', dataFolder]);
    const [key] = readFileSync(join(dataFolder, 'secret'), 'utf8').split('\n');
    const other = randomBytes(32).toString('hex');
    setEnvironment({ HERRINGBONE_SECRET: other });
    const target = folder.path('three-elsewhere');
    expect(await cliHere(['restore', file, '--data', target])).toMatchObject({
      code: 1,
      errors: [expect.stringContaining('signed with other keys than those in HERRINGBONE_SECRET')],
    });
    setEnvironment({ HERRINGBONE_SECRET: `${other} ${key}` });
    expect(await cliHere(['restore', file, '--data', target])).toMatchObject({ code: 0 });
  });

  it('[B3] a damaged file changes nothing, not even the keys', async () => {
    const { dataFolder, server } = await servedFolder('four');
    await server.destroy();
    const file = folder.path('four.backup');
    await cliHere(['backup', '--to', file, '--data', dataFolder]);
    writeFileSync(file, readFileSync(file).subarray(0, -1));
    const target = folder.path('four-elsewhere');
    expect(await cliHere(['restore', file, '--data', target])).toMatchObject({
      code: 1,
      errors: ['This backup was cut short or changed; nothing was done with it.'],
    });
    expect(() => statSync(target)).toThrow('ENOENT');
  });
});

describe('herringbone rotate-key and owner-link', () => {
  it('[A10] a new key signs, the old ones stay good until they are dropped', async () => {
    const { dataFolder, server, id, own } = await servedFolder('five');
    await server.destroy();
    const isGood = async (link: string): Promise<boolean> => {
      const again = createServer({ dataFolder, log: () => undefined });
      await again.listen();
      const headers = { Authorization: `Bearer ${tokenOf(link)}` };
      const { status } = await fetch(`${again.address?.origin}/api/maps/${id}/access`, { headers });
      await again.destroy();
      return status === 200;
    };
    const rotated = await cliHere(['rotate-key', '--data', dataFolder]);
    expect(rotated).toMatchObject({ code: 0, errors: [], out: expect.stringContaining('2 keys are good') });
    expect(await isGood(own)).toBe(true);
    const found = await cliHere(['owner-link', id, '--data', dataFolder]);
    expect(found.out.startsWith(`http://127.0.0.1:4400/#/m/${id}/v1.`)).toBe(true);
    expect(await cliHere(['rotate-key', '--drop-old', '--data', dataFolder])).toMatchObject({ code: 0 });
    expect([await isGood(own), await isGood(found.out)]).toEqual([false, true]);
  });

  it('[A15] a key that was lost is made anew when that is said, and never unasked', async () => {
    const { dataFolder, server } = await servedFolder('lost');
    await server.destroy();
    for (const [language, words] of [
      ['C', 'There was no key any more'],
      ['zh_CN.UTF-8', '密钥已不在'],
    ] as const) {
      rmSync(join(dataFolder, 'secret'));
      for (const change of [['--drop-old'], []])
        expect(await cliHere(['rotate-key', ...change, '--data', dataFolder])).toEqual({
          code: 1,
          out: '',
          errors: [expect.stringMatching(/^There are maps, but no .*secret\..*HERRINGBONE_SECRET.*rotate-key --lost/)],
        });
      const made = await cliHere(['rotate-key', '--lost', '--data', dataFolder], language);
      expect(made).toMatchObject({ code: 0, errors: [], out: expect.stringContaining(words) });
    }
  });

  it('[A10] keys of the configuration are not rewritten; a new one is offered', async () => {
    setEnvironment({ HERRINGBONE_SECRET: randomBytes(32).toString('hex') });
    const ended = await cliHere(['rotate-key', '--data', folder.path('six')]);
    expect(ended).toMatchObject({ code: 1, errors: [expect.stringContaining('kept in HERRINGBONE_SECRET')] });
    expect(ended.out).toMatch(/^A key that nobody has yet: [0-9a-f]{64}$/);
  });

  it('[H21] asks a running server, and tells maps that are not there from deleted ones', async () => {
    const { dataFolder, origin, id, own } = await servedFolder('seven', PASSWORD);
    setEnvironment({ HERRINGBONE_OPERATOR_PASSWORD: PASSWORD });
    expect(await cliHere(['owner-link', id, '--data', dataFolder])).toMatchObject({ code: 1 });
    expect(await cliHere(['owner-link', id, '--from', origin])).toEqual({ code: 0, out: own, errors: [] });
    for (const unknown of [`-${randomBytes(16).toString('base64url').slice(1)}`, `A${'-'.repeat(21)}`])
      expect((await cliHere(['owner-link', unknown, '--from', origin])).errors).toEqual(['There is no such map.']);
    expect((await cliHere(['owner-link', 'x', '--from', origin])).errors).toEqual(['There is no such map.']);
    await fetch(`${origin}/api/maps/${id}`, { method: 'DELETE', headers: { Authorization: `Bearer ${tokenOf(own)}` } });
    expect((await cliHere(['owner-link', id, '--from', origin])).errors).toEqual([
      'This map was deleted by its owner.',
    ]);
  });
});

describe('herringbone doctor', () => {
  it('[O5] prints a line per finding, and ends with 1 when something is in the way', async () => {
    setEnvironment({ PORT: '0' });
    const fine = await cliHere(['doctor', '--data', folder.path('new')]);
    expect(fine).toMatchObject({ code: 0, errors: [] });
    expect(fine.out.split('\n').every((line) => /^[✓!] /.test(line))).toBe(true);
    const file = folder.write('not-a-folder', '');
    const bad = await cliHere(['doctor', '--data', file]);
    expect(bad.code).toBe(1);
    expect(bad.out).toContain(`✗ ${file} cannot be written to: change its owner`);
    expect((await cliHere(['doctor', '--data', file], 'zh_CN.UTF-8')).out).toContain(`✗ ${file} 不可写`);
  });
});
