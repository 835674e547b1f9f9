/**
 * Departments' hues, in the order in which departments get them. Chosen by search so that departments that stand near
 * each other on the spine stay apart for every eye: CIEDE2000 between hues one, two or three places apart, seen with
 * full colour vision and simulated protanopia, deuteranopia and tritanopia (Machado, Oliveira, Fernandes 2009). All of
 * them carry white text (light) or ink (dark), and are read as text on a card. The numbers are held by a test.
 */
export const LIGHT_HUES: readonly string[] = [
  '#2563eb',
  '#016960',
  '#9c6a3b',
  '#4c03a6',
  '#aa2058',
  '#107f9a',
  '#606001',
  '#750421',
  '#2b30e6',
  '#015541',
  '#8b7300',
  '#6b045c',
  '#9b003f',
  '#036f8c',
  '#514704',
  '#797473',
];

export const DARK_HUES: readonly string[] = [
  '#6ea8fe',
  '#5df1d6',
  '#ffcf89',
  '#9682c5',
  '#d48999',
  '#9dccfc',
  '#b9bf06',
  '#e45b66',
  '#787ff3',
  '#c0f9c3',
  '#ab8500',
  '#fed6fa',
  '#ecabb7',
  '#4da4b3',
  '#b8ae62',
  '#948c80',
];
