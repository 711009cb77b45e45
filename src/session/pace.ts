// How much is asked of the host at once, and how fast time may pass.

/** Agenda entries per call while playing: small enough that a click waits no longer than a frame or two. */
export const SLICE = 4_000
/** The same on the way to a moment that was asked for. */
export const LONG_SLICE = 40_000
/** A frame that took longer counts as this long, so that a hidden tab does not race afterwards. */
export const LONGEST_FRAME_MS = 100
export const SAVE_EVERY_MS = 3_000
/** What the browser did not keep it is given again. */
export const AGAIN_MS = 5_000
/** Quiet time passes this much faster. */
export const QUIET_FACTOR = 40
/** A journey that has taken so long is broken off when somebody acts; a shorter one is waited for. */
export const FAR_MS = 1_000
export const SLOWEST = 0.01
export const FASTEST = 100
/** After a batch with more objects than this so many frames bring nothing: what comes in them is taken with the next. The clock goes on. */
export const HEAVY = 6
export const FRAMES_KEPT = 2
