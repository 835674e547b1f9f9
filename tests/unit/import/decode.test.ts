import { describe, expect, it } from 'vitest';
import { decodeText, proposeImport } from '../../../src/import/index.ts';
import { bytesOf, summary } from './support.ts';

const utf16 = (text: string, mark: number[], isLittle: boolean) =>
  Uint8Array.from([
    ...mark,
    ...[...text].flatMap((letter) => {
      const unit = letter.charCodeAt(0);
      return isLittle ? [unit & 0xff, unit >> 8] : [unit >> 8, unit & 0xff];
    }),
  ]);

describe('decodeText', () => {
  it('reads UTF-8 and takes a byte order mark off', () => {
    expect(decodeText(bytesOf('姓名,职务'))).toEqual({ text: '姓名,职务', encoding: 'utf-8' });
    expect(decodeText(bytesOf('\uFEFF姓名'))).toEqual({ text: '姓名', encoding: 'utf-8' });
  });

  it('reads UTF-16 of both byte orders when it carries a mark', () => {
    expect(decodeText(utf16('姓名 a', [0xff, 0xfe], true))).toEqual({ text: '姓名 a', encoding: 'utf-16le' });
    expect(decodeText(utf16('姓名 a', [0xfe, 0xff], false))).toEqual({ text: '姓名 a', encoding: 'utf-16be' });
  });

  it('reads GB18030, also where a few pairs happen to be UTF-8', () => {
    const gb = Uint8Array.from([0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xd6, 0xb0, 0xce, 0xf1, 0x0a, 0xc4, 0xa3, 0xc4, 0xe3]);
    expect(decodeText(gb)).toEqual({ text: '姓名,职务\n模你', encoding: 'gb18030' });
  });

  it('keeps damaged UTF-8 as UTF-8 and says that it is damaged', () => {
    const bytes = bytesOf('姓名,职务\n张伟,总经理\n');
    const damaged = Uint8Array.from([...bytes.slice(0, 15), 0xe5, ...bytes.slice(15)]);
    const decoded = decodeText(damaged);
    expect(decoded.encoding).toBe('utf-8');
    expect(decoded.problem).toBe('broken-encoding');
    expect(decoded.text).toContain('总经理');
    expect(decoded.text).toContain('\uFFFD');
  });

  it('does not take accented Latin letters for Chinese', () => {
    const latin1 = Uint8Array.from([0x4d, 0xfc, 0x6c, 0x6c, 0x65, 0x72, 0x2c, 0x4a, 0x6f, 0x73, 0xe9, 0x2c]);
    expect(decodeText(latin1).problem).toBe('broken-encoding');
  });

  it('refuses workbooks and binary files', () => {
    expect(decodeText(Uint8Array.from([0x50, 0x4b, 3, 4, 0, 1])).problem).toBe('spreadsheet-file');
    expect(decodeText(Uint8Array.from([0x61, 0, 0x62, 0])).problem).toBe('not-text');
  });

  it('has unreadable cells listed by row, the file as a whole only when no row is to blame', () => {
    const inRow = Uint8Array.from([...bytesOf('name,title\nM'), 0xfc, ...bytesOf('ller,CEO\n')]);
    const inHeader = Uint8Array.from([...bytesOf('name,Gr'), 0xfc, ...bytesOf('sse\nAda,x\n')]);
    expect(summary(proposeImport([{ name: 'a', bytes: inRow }]))).toEqual(['2 name broken-encoding marked-unreadable']);
    expect(summary(proposeImport([{ name: 'a', bytes: inHeader }]))).toEqual(['- - broken-encoding marked-unreadable']);
  });

  it('reads nothing as nothing', () => {
    expect(decodeText(new Uint8Array())).toEqual({ text: '', encoding: 'utf-8' });
  });
});
