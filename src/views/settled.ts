// When the living stage is drawn: until then nothing is fetched that the first picture does not need; after it, what a person is likely to want next.

/** Who waits longer than this for the stage may have the rest at once. */
const LONGEST_MS = 4000

let settle: () => void = () => {}
/** The living stage is drawn and the page is idle; or somebody has begun to do something; or it takes too long. */
export const settled = new Promise<void>(done => {
  settle = done
})

/** Called once by the page. */
export function watchSettling(): void {
  setTimeout(settle, LONGEST_MS)
  for (const sign of ['pointerdown', 'keydown', 'dragenter']) addEventListener(sign, settle, { once: true, capture: true })
}

/** The stage is drawn. */
export function noteDrawn(): void {
  if ('requestIdleCallback' in window) requestIdleCallback(settle, { timeout: LONGEST_MS })
  else settle()
}
