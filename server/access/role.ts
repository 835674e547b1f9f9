/**
 * What a link allows. `own` is the right over the map itself (make and withdraw links, delete), `edit` the map and its
 * comments, `comment` to see the map and write comments, `view` to see the map alone.
 */
export const ROLES = ['own', 'edit', 'comment', 'view'] as const;
export type Role = (typeof ROLES)[number];
