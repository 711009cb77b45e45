// Which of three looks the pods of a revision have, wherever they are drawn: on the stage, on cards, in the pictures of the promises and in the inspector.

/** Which revision; 1, 4 / 2, 5 / 3, 6 look alike: tint, full, dotted. */
export type Shade = 'r1' | 'r2' | 'r3'

/** What has no revisions (0) is full. */
export const shadeOf = (revision: number): Shade => (revision > 0 ? (`r${((revision - 1) % 3) + 1}` as Shade) : 'r2')
