// Silhouettes: soft = exchangeable (Deployment), square = an identity (StatefulSet), cut corner = a work item (Job), quarter = pinned to its node
// (DaemonSet).
import type { Owner } from '../../scene/index.ts'

const rounded = (w: number, h: number, r: number) =>
  `M${r} 0H${w - r}a${r} ${r} 0 0 1 ${r} ${r}V${h - r}a${r} ${r} 0 0 1 ${-r} ${r}H${r}a${r} ${r} 0 0 1 ${-r} ${-r}V${r}a${r} ${r} 0 0 1 ${r} ${-r}Z`

export function outline(owner: Owner, w: number, h: number): string {
  switch (owner) {
    case 'job': {
      const c = Math.min(16, h * 0.45)
      const r = Math.min(6, h / 5)
      return `M${r} 0H${w - c}L${w} ${c}V${h - r}a${r} ${r} 0 0 1 ${-r} ${r}H${r}a${r} ${r} 0 0 1 ${-r} ${-r}V${r}a${r} ${r} 0 0 1 ${r} ${-r}Z`
    }
    case 'ds': {
      const r = Math.min(w, h) * 0.5
      return `M0 0H${w - r}a${r} ${r} 0 0 1 ${r} ${r}V${h}H0Z`
    }
    case 'sts':
      return rounded(w, h, 3)
    case 'bare':
      return rounded(w, h, Math.min(8, h / 4))
    case 'dep':
      return rounded(w, h, Math.min(14, h / 3))
    default:
      return owner satisfies never
  }
}
