import { describe, expect, it } from 'vitest';
import { findUnit, formatPersonLine, parsePersonLine, changeOfLine } from '../../../src/canvas/person-line.ts';
import { emptyMap, type AccountMap, type Unit } from '../../../src/model/index.ts';

const unit = (id: string, name: string, parent: string | null = null): Unit => ({
  id,
  name,
  parent,
  order: id,
  outside: false,
  hue: null,
  extra: {},
});
const MAP: AccountMap = {
  ...emptyMap(),
  units: new Map(
    [unit('u1', '技术部'), unit('u2', 'Sales'), unit('u3', '测试组', 'u1'), unit('u4', '测试组', 'u2')].map((u) => [
      u.id,
      u,
    ]),
  ),
};

describe('a typed line', () => {
  it('is name, title and department', () => {
    expect(parsePersonLine('张伟 / CTO / 技术部')).toEqual({ name: '张伟', title: 'CTO', unitPath: ['技术部'] });
  });

  it('may use full-width slashes', () => {
    expect(parsePersonLine('张伟／首席技术官／技术部／测试组')).toEqual({
      name: '张伟',
      title: '首席技术官',
      unitPath: ['技术部', '测试组'],
    });
  });

  it('leaves what is not typed as it is', () => {
    expect(parsePersonLine('  Anna Fischer ')).toEqual({ name: 'Anna Fischer', title: null, unitPath: null });
    expect(parsePersonLine('Anna / / Sales')).toEqual({ name: 'Anna', title: null, unitPath: ['Sales'] });
  });

  it('without a name is a seat not yet identified', () => {
    expect(parsePersonLine('/ CFO')).toEqual({ name: '', title: 'CFO', unitPath: null });
    expect(parsePersonLine('')).toEqual({ name: '', title: null, unitPath: null });
  });

  it('comes back from what it is formatted to', () => {
    expect(parsePersonLine(formatPersonLine('张伟', 'CTO'))).toEqual({ name: '张伟', title: 'CTO', unitPath: null });
    expect(formatPersonLine('张伟', '')).toBe('张伟');
  });
});

describe('the department of a line', () => {
  it('is the existing one of that name, letter case apart', () => {
    expect(findUnit(MAP, ['sales'])).toEqual({ unit: 'u2', create: [] });
  });

  it('is found by its path', () => {
    expect(findUnit(MAP, ['Sales', '测试组'])).toEqual({ unit: 'u4', create: [] });
  });

  it('is found in the middle of the tree by its name alone', () => {
    expect(findUnit(MAP, ['测试组'])).toEqual({ unit: 'u3', create: [] });
  });

  it('names what is still to be created', () => {
    expect(findUnit(MAP, ['技术部', '运维组'])).toEqual({ unit: 'u1', create: ['运维组'] });
    expect(findUnit(MAP, ['法务部'])).toEqual({ unit: null, create: ['法务部'] });
  });
});

describe('what a typed line changes', () => {
  it('is only what differs from the line it began with: the rest may have become other words since', () => {
    expect(changeOfLine('Dan Wu / Clerk', 'Daniel Wu / Clerk')).toEqual({ name: 'Daniel Wu' });
    expect(changeOfLine('Dan Wu / Clerk', 'Dan Wu/Buyer')).toEqual({ title: 'Buyer' });
    expect(changeOfLine('Dan Wu / Clerk', ' Dan Wu / Clerk ')).toEqual({});
  });

  it('takes a title away that was deleted from the line, and leaves one alone that was not in it', () => {
    expect(changeOfLine('Dan Wu / Clerk', 'Dan Wu')).toEqual({ title: '' });
    expect(changeOfLine('Dan Wu', 'Daniel Wu')).toEqual({ name: 'Daniel Wu' });
  });

  it('moves to a department that was typed, not for a slash that stood in the title already', () => {
    expect(changeOfLine('Dan Wu / Clerk', 'Dan Wu / Clerk / Sales')).toEqual({ unitPath: ['Sales'] });
    expect(changeOfLine('Dan Wu / Clerk / Ops', 'Daniel Wu / Clerk / Ops')).toEqual({ name: 'Daniel Wu' });
  });

  it('is all of it on a fresh card, and nothing as long as that is empty', () => {
    expect(changeOfLine('', 'Dan Wu / Clerk')).toEqual({ name: 'Dan Wu', title: 'Clerk' });
    expect(changeOfLine('', '  ')).toEqual({});
  });
});
