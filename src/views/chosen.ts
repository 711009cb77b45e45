// What is chosen on the stage is a button that is pressed already: Space has nothing to do there, and goes to the clock as everywhere else.
export const isChosen = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[data-subject][aria-pressed=true]') !== null
