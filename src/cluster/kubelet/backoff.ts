// Windows that double: for containers that keep ending and for images that cannot be pulled. 10 s at first, 300 s at most, forgotten after twice that
// without trouble. Upstream: client-go util/flowcontrol/backoff.go; pkg/kubelet/kubelet.go (backOffPeriod, MaxContainerBackOff).

export interface BackOff {
  readonly windowMs: number
  /** When it was last doubled. */
  readonly at: number
}

export interface BackOffRule {
  readonly firstMs: number
  readonly mostMs: number
}
export const CONTAINER_BACK_OFF: BackOffRule = { firstMs: 10_000, mostMs: 300_000 }

const isForgotten = (b: BackOff, eventAt: number, rule: BackOffRule) => eventAt - b.at > 2 * rule.mostMs

/** The next window after an event at `eventAt`. */
export function nextBackOff(b: BackOff | undefined, eventAt: number, now: number, rule = CONTAINER_BACK_OFF): BackOff {
  if (!b || isForgotten(b, eventAt, rule)) return { windowMs: rule.firstMs, at: now }
  return { windowMs: Math.min(2 * b.windowMs, rule.mostMs), at: now }
}

/** How long from now the window that began at `eventAt` still lasts; 0 when it is over. */
export function heldBackMs(b: BackOff | undefined, eventAt: number, now: number, rule = CONTAINER_BACK_OFF): number {
  if (!b || isForgotten(b, eventAt, rule)) return 0
  return Math.max(0, eventAt + b.windowMs - now)
}

/** The same, counted from the last doubling: image pulls. */
export function heldBackSinceUpdateMs(b: BackOff | undefined, now: number, rule = CONTAINER_BACK_OFF): number {
  if (!b || isForgotten(b, now, rule)) return 0
  return Math.max(0, b.at + b.windowMs - now)
}
