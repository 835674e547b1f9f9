import { describe, expect, it } from 'vitest';
import { proposeLayer } from '../../../src/model/index.ts';

describe('[M8] the proposed layer', () => {
  const deciding = '董事长 总裁 总经理 副总经理 副总 副总裁 CEO CFO cto VP SVP 首席技术官'.split(' ');
  it.each([...deciding, 'Vice President, Sales', 'Chief Buyer'])('of %s is decision', (title) => {
    expect(proposeLayer(3, title, 0)).toBe('decision');
  });

  const managing = '总监 副总监 采购经理 部长 处长 主任 科长'.split(' ');
  it.each([...managing, 'IT Manager', 'Head of Tests', 'Director of IT'])('of %s is management', (title) => {
    expect(proposeLayer(2, title, 0)).toBe('management');
  });

  const working = '工程师 总经理助理 客户经理 产品经理'.split(' ');
  it.each([...working, 'Engineer', 'Assistant to the CEO', 'Product Manager', ''])('of %s is execution', (title) => {
    expect(proposeLayer(2, title, 0)).toBe('execution');
  });

  it('without a telling title comes from the place in the tree', () => {
    expect(proposeLayer(0, '', 4)).toBe('decision');
    expect(proposeLayer(1, 'Engineer', 4)).toBe('management');
    expect(proposeLayer(0, '', 0)).toBe('execution');
  });
});
