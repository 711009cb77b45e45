// How wide a text will be, without a browser: the advance widths of Atkinson Hyperlegible Next, so that what fits and where a caption breaks is
// part of the pure scene. Digits are tabular. Characters of Chinese and full-width punctuation are one em wide.

// Thousandths of an em for U+0020 … U+007E.
const regular =
  '284 288 312 665 594 925 730 166 303 303 485 605 217 363 217 393 632 632 632 632 632 632 632 632 632 632 217 217 555 626 555 488 778 632 617 647 671 572 554 697 695 396 518 635 542 828 696 718 596 728 618 594 564 690 599 860 630 584 608 320 393 344 556 375 248 528 570 488 568 541 320 562 553 258 247 500 269 849 553 551 570 577 352 476 332 543 469 691 488 458 466 349 239 349 553'
const strong =
  '307 300 373 744 607 959 726 201 328 328 485 597 260 371 260 430 632 632 632 632 632 632 632 632 632 632 260 260 566 615 566 534 781 668 638 656 685 592 563 714 700 419 552 658 550 852 713 741 622 751 643 607 598 687 635 881 673 636 616 336 430 344 577 395 279 547 591 506 590 559 356 586 567 291 256 544 308 875 567 571 591 595 371 501 366 562 517 730 529 508 497 374 251 374 540'
const widths = { regular: regular.split(' ').map(Number), strong: strong.split(' ').map(Number) }
const others: Readonly<Record<string, number>> = {
  '\u00a0': 284,
  '\u2009': 142,
  '\u202f': 142,
  '…': 683,
  '×': 532,
  '\u2212': 605,
  '·': 246,
  '–': 504,
  '’': 240,
}

export type Weight = keyof typeof widths

/** In thousandths of an em. */
function widthOf(text: string, weight: Weight): number {
  const table = widths[weight]
  let sum = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    sum += table[code - 32] ?? others[text[i] as string] ?? (code > 0x2e00 ? 1000 : 600)
    // Of two halves the first has counted for both.
    if (code >= 0xd800 && code < 0xdc00) i++
  }
  return sum
}

export const textWidth = (text: string, size: number, weight: Weight = 'regular'): number => (widthOf(text, weight) * size) / 1000

/** The text, or as much of it as fits with an ellipsis. */
export function cut(text: string, width: number, size: number, weight: Weight = 'regular'): string {
  const whole = widthOf(text, weight)
  if ((whole * size) / 1000 <= width) return text
  const chars = [...text]
  let left = whole + widthOf('…', weight)
  while (chars.length && (left * size) / 1000 > width) left -= widthOf(chars.pop() as string, weight)
  return chars.length ? `${chars.join('').trimEnd()}…` : ''
}

// A line may end at a space, and anywhere between two characters of Chinese, but not before closing punctuation.
const CLOSING = String.raw`[,.;:!?)\u3001\u3002\u300d\u300f\uff0c\uff1b\uff1a\uff01\uff1f\uff09]*`
const pieces = new RegExp(
  String.raw`[\u2e80-\u9fff\uff00-\uffef]${CLOSING}|(?:[^\s\u2e80-\u9fff\uff00-\uffef]|\u00a0)+${CLOSING}|[^\S\u00a0]+`,
  'g',
)

const wrapped = new Map<string, readonly string[]>()
const WRAPPED_KEPT = 500
/** At most `lines` lines; the last is cut when there is more. Two lines are broken where they come out most alike. What was asked before is not worked out again. */
export function wrap(text: string, width: number, size: number, lines: number, weight: Weight = 'regular'): readonly string[] {
  const key = `${width} ${size} ${lines} ${weight} ${text}`
  const known = wrapped.get(key) ?? lay(text, width, size, lines, weight)
  if (wrapped.size > WRAPPED_KEPT) wrapped.clear()
  wrapped.set(key, known)
  return known
}

function lay(text: string, width: number, size: number, lines: number, weight: Weight): readonly string[] {
  if (textWidth(text, size, weight) <= width) return text ? [text] : []
  if (lines === 1) return [cut(text, width, size, weight)]
  const whole = text.match(pieces) ?? []
  // A name that is wider than a line is broken at its hyphens.
  const parts = whole.flatMap(p => (textWidth(p, size, weight) > width ? p.split(/(?<=-)/) : [p]))
  let best: { head: string; tail: string; longer: number } | undefined
  for (let i = 1; i < parts.length; i++) {
    const head = parts.slice(0, i).join('').trim()
    const tail = parts.slice(i).join('').trim()
    const first = textWidth(head, size, weight)
    if (first > width) break
    const rest = textWidth(tail, size, weight)
    // When both cannot fit, the first takes as much as it can. A pause in the sentence is a good place.
    const pause = /[,;:\u3002\uff0c\uff1b\uff1a]$/.test(head) ? 3 * size : 0
    const longer = rest > width * (lines - 1) ? 1e6 - first : Math.max(first, rest / (lines - 1)) - pause
    if (head && tail && (!best || longer < best.longer)) best = { head, tail, longer }
  }
  return best ? [best.head, ...lay(best.tail, width, size, lines - 1, weight)] : [cut(text, width, size, weight)]
}
