/** Numbers of updates: what is remembered, and what must be read again. */
import { expect, it } from 'vitest';
import { documentName } from '../../server/store/document-name.ts';
import { LogNumbers } from '../../server/store/log-numbers.ts';

const document = (i: number) => documentName(`${i}`.padStart(22, 'A'), 'map');

it('[T13] however many documents are read, only so many are remembered, those written to before others', () => {
  const numbers = new LogNumbers(100);
  numbers.learn(document(0), 7, numbers.age);
  for (let i = 1; i <= 1_000; i++) {
    numbers.learn(document(i), i, numbers.age);
    expect(numbers.take(document(0), 1)).toBe(7 + i);
  }
  expect(numbers.size).toBeLessThanOrEqual(100);
  expect(numbers.take(document(1), 1)).toBe(null);
  expect(numbers.take(document(1_000), 1)).toBe(1_001);
});

it('[T13] what was read before a document was forgotten is not believed: it may have been written to since', () => {
  const numbers = new LogNumbers(10);
  numbers.learn(document(0), 5, numbers.age);
  const age = numbers.age;
  expect(numbers.take(document(0), 1)).toBe(6);
  for (let i = 1; i <= 40; i++) numbers.learn(document(i), 1, numbers.age);
  numbers.learn(document(0), 5, age);
  expect(numbers.take(document(0), 1)).toBe(null);
});
