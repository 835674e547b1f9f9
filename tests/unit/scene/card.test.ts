import { describe, expect, it } from 'vitest';
import { BADGE_RESERVE, CARD_SIZES, layoutView, type CardPlacement, type Density } from '../../../src/layout/index.ts';
import { MARKS, ROLES, type AccountMap, type Person } from '../../../src/model/index.ts';
import { composeScene, themeOf, type CardItem, type Shape } from '../../../src/scene/index.ts';
import { drawCard, type CardContext } from '../../../src/scene/card.ts';
import { randomMap } from '../../support/random-map.ts';
import { boundsOf, overlap } from '../../support/shape-bounds.ts';

const DENSITIES: readonly Density[] = ['comfortable', 'compact', 'dense'];
/** The smallest distance between two rows of cards: the fishbone's. */
const ROW_GAP = { comfortable: 18, compact: 15, dense: 10 } as const;

const FULL: Partial<Person> = { name: '欧阳建国', title: '首席信息官', roles: ['A', 'D'], marks: ['kp'], attitude: 2 };

function draw(change: Partial<Person>, density: Density, more: Partial<CardContext & CardPlacement> = {}): CardItem {
  const map = randomMap(1, 1);
  const [first] = map.people.values();
  const person: Person = { ...first!, roles: [], marks: [], attitude: null, power: null, ...change };
  const { scale = 1, leader = false, ...context } = more;
  const { height, width } = CARD_SIZES[density];
  return drawCard(
    {
      map: { ...map, people: new Map([[person.id, person]]) },
      theme: themeOf('light'),
      language: 'zh',
      density,
      hues: new Map(),
      discreet: false,
      showsPower: false,
      look: {},
      ...context,
    },
    {
      person: person.id,
      rect: { x: 100, y: 200, width: width * scale, height: height * scale },
      unit: null,
      layer: 'management',
      leader,
      inHead: false,
      scale,
    },
  );
}

const texts = (card: CardItem) => card.shapes.filter((shape) => shape.type === 'text');
/** All but the body and the words in it. */
const badges = (card: CardItem): Shape[] =>
  card.shapes.slice(1).filter((shape) => !(shape.type === 'text' && shape.weight !== 700));

describe('a card at a scale', () => {
  it.each(DENSITIES)('is the same drawing, larger or smaller (%s)', (density) => {
    const plain = draw(FULL, density);
    for (const scale of [0.3, 0.9, 1.4]) {
      const scaled = draw(FULL, density, { scale });
      expect(scaled.shapes.map((shape) => shape.type)).toEqual(plain.shapes.map((shape) => shape.type));
      scaled.shapes.forEach((shape, i) => {
        const [a, b] = [boundsOf(shape), boundsOf(plain.shapes[i]!)];
        expect(a.x - 100).toBeCloseTo((b.x - 100) * scale, 0);
        expect(a.y - 200).toBeCloseTo((b.y - 200) * scale, 0);
        expect(Math.abs(a.height - b.height * scale)).toBeLessThan(0.1);
      });
    }
  });

  it('keeps its words and its rect', () => {
    for (const scale of [0.5, 1.15]) {
      const card = draw(FULL, 'comfortable', { scale });
      expect(texts(card).map((shape) => shape.type === 'text' && shape.text)).toEqual(
        texts(draw(FULL, 'comfortable')).map((shape) => shape.type === 'text' && shape.text),
      );
      expect(card.shapes[0]).toMatchObject({ type: 'rect', ...card.rect });
    }
  });
});

describe('a name that is a little too long', () => {
  it.each(DENSITIES)('is written a little smaller before it is cut (%s)', (density) => {
    const nameOf = (name: string) => {
      const [shape] = texts(draw({ name, title: '' }, density));
      return shape?.type === 'text' ? shape : undefined;
    };
    const full = nameOf('李')!.size;
    const lengths = Array.from({ length: 30 }, (_, i) => 'n'.repeat(i + 1));
    const sizes = lengths.map((name) => nameOf(name)!);
    const whole = sizes.filter(({ text }) => !text.endsWith('…'));
    expect(whole.some(({ size }) => size < full)).toBe(true);
    expect(Math.min(...whole.map(({ size }) => size))).toBeGreaterThanOrEqual(full * 0.87);
    expect(sizes.filter(({ text }) => text.endsWith('…')).every(({ size }) => size === full)).toBe(true);
  });
});

describe('badges', () => {
  it.each(DENSITIES)('leave a row of cards and the next apart (%s)', (density) => {
    const boxes = badges(draw({ ...FULL, roles: [...ROLES], marks: [...MARKS], attitude: -1 }, density)).map(boundsOf);
    const above = 200 - Math.min(...boxes.map((box) => box.y));
    const below = Math.max(...boxes.map((box) => box.y + box.height)) - 200 - CARD_SIZES[density].height;
    expect(above + Math.max(0, below)).toBeLessThan(ROW_GAP[density]);
    expect(Math.max(above, below)).toBeLessThan(BADGE_RESERVE + 0.5);
  });

  it.each(DENSITIES)('do not lie on the name (%s)', (density) => {
    const card = draw({ ...FULL, marks: [], roles: ['A', 'D', 'E'] }, density);
    const name = boundsOf(texts(card)[0]!);
    const squares = card.shapes.slice(1).filter((shape) => shape.type === 'rect');
    expect(squares).toHaveLength(3);
    for (const square of squares) expect(boundsOf(square).y + boundsOf(square).height).toBeLessThan(name.y + 0.7);
  });

  it.each(DENSITIES)('do not lie on each other with two roles, two marks and an attitude (%s)', (density) => {
    const card = draw({ ...FULL, marks: ['kp', 'coach'] }, density);
    const grounds = card.shapes
      .slice(1)
      .filter((shape) => shape.stroke === themeOf('light').paper && shape.fill !== 'none')
      .map(boundsOf);
    expect(grounds).toHaveLength(5);
    grounds.forEach((box, i) => {
      // Outlines in the card's colour may touch: they separate.
      const inner = { x: box.x + 0.6, y: box.y + 0.6, width: box.width - 1.2, height: box.height - 1.2 };
      expect(grounds.slice(i + 1).filter((other) => overlap(inner, other))).toEqual([]);
    });
  });

  it('of dense rows in a fishbone never meet those of another card', () => {
    const map = randomMap(9, 220);
    const scene = composeScene(map, layoutView('fishbone', map, { density: 'dense' }), {
      theme: 'light',
      language: 'zh',
    });
    const signs = scene.items.flatMap((item) =>
      item.kind === 'card' ? badges(item).map((shape) => ({ person: item.person, box: boundsOf(shape) })) : [],
    );
    const sorted = signs.sort((a, b) => a.box.y - b.box.y);
    const meeting = sorted.flatMap((a, i) => {
      const near = sorted.slice(i + 1, i + 400).filter((b) => b.box.y < a.box.y + a.box.height);
      return near.filter((b) => b.person !== a.person && overlap(a.box, b.box)).map((b) => `${a.person} ${b.person}`);
    });
    expect(meeting).toEqual([]);
  });
});

describe('the outline of a card where power shows', () => {
  it('is darker and thicker with more power, also for leaders and unknown seats', () => {
    for (const change of [{}, { name: '' }])
      for (const leader of [false, true]) {
        const widths = [1, 2, 3, 4, 5].map(
          (power) => draw({ ...change, power }, 'compact', { leader, showsPower: true }).shapes[0]!.strokeWidth!,
        );
        expect(widths).toEqual([...new Set(widths)].sort((a, b) => a - b));
      }
  });

  it('marks a leader by a stripe in the hue, so that the outline is free for power', () => {
    const [, stripe] = draw({ power: 2 }, 'compact', { leader: true, showsPower: true }).shapes;
    expect(stripe).toMatchObject({ type: 'path', fill: themeOf('light').spine });
    expect(draw({ power: 2 }, 'compact', { leader: true }).shapes[1]!.type).toBe('text');
  });
});

describe('a discreet card', () => {
  it('says nothing of attitude and marks, in shapes, words or signs', () => {
    for (const density of DENSITIES) {
      const hidden = draw(FULL, density, { discreet: true });
      expect(hidden).toEqual(draw({ ...FULL, attitude: null, marks: [] }, density, { discreet: true }));
      expect(hidden.title).not.toMatch(/KP|支持|未接触/);
      expect(hidden.signs).toEqual(['role:A', 'role:D']);
    }
  });

  it('is the open card without its attitude and marks: nothing else moves', () => {
    for (const density of DENSITIES) {
      const open = draw(FULL, density).shapes.map((shape) => JSON.stringify(shape));
      const hidden = draw(FULL, density, { discreet: true }).shapes.map((shape) => JSON.stringify(shape));
      expect(open.filter((shape) => hidden.includes(shape))).toEqual(hidden);
      expect(hidden.length).toBeLessThan(open.length);
    }
  });
});

describe('a discreet picture', () => {
  it.each(['fishbone', 'power-map', 'org-chart', 'interest-matrix', 'network'] as const)(
    'is the same for maps that differ in attitudes and marks alone (%s)',
    (view) => {
      const map = randomMap(5, 30);
      const without: AccountMap = {
        ...map,
        people: new Map([...map.people].map(([id, person]) => [id, { ...person, attitude: null, marks: [] }])),
      };
      const placement = layoutView(view, map);
      const options = { theme: 'light', language: 'en', discreet: true } as const;
      const scene = composeScene(map, placement, options);
      expect(composeScene(without, placement, options)).toEqual(scene);
      expect(scene.legend.map(({ key }) => key).filter((key) => /^(attitude|mark):/.test(key))).toEqual([]);
    },
  );
});
