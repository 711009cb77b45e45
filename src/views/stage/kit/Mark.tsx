// The mark: a pod in the bowl of a P that stands on a stage. Never tilted, outlined or recoloured.
export const Mark = ({ size = 28 }: { size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
    <path d="M3 26h26v3H3z" fill="var(--ink)" />
    <path d="M8 26V7a4 4 0 0 1 4-4h10a4 4 0 0 1 4 4v9a4 4 0 0 1-4 4H12v6z" fill="var(--ink)" />
    <rect x="12" y="7" width="10" height="9" rx="2" fill="var(--light)" />
  </svg>
)
