import { describe, expect, it } from 'vitest';
import { problemText } from '../../../src/i18n/index.ts';
import { proposeImport } from '../../../src/import/index.ts';
import { fixture } from './support.ts';

const proposal = proposeImport([{ name: 'bad.csv', bytes: fixture('bad.csv') }], { scale: '3..-1' });

describe('the sentence of a problem', () => {
  it('says where, what is wrong and what is done', () => {
    const problem = proposal.problems.find((entry) => entry.code === 'unknown-manager')!;
    expect(problemText('en', problem)).toBe(
      'bad.csv, row 7, column “reports_to”: Cy Moon reports to “Nobody”, whom nobody knows; kept without a boss.',
    );
    expect(problemText('zh', problem)).toBe(
      'bad.csv 第 7 行“reports_to”列：Cy Moon的上级“Nobody”查无此人；保留，但没有上级。',
    );
  });

  it('has every value it speaks of', () => {
    for (const problem of proposal.problems) {
      expect(problemText('en', problem)).not.toMatch(/undefined|“”/);
      expect(problemText('zh', problem)).not.toMatch(/undefined|“”/);
    }
  });
});
