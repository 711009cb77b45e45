// The facts of the scenarios in fixtures/ that are not as a real Kubernetes held them, by scenario, each with its reason: `- …` holds there and not
// here, `+ …` here and not there. A fact that becomes equal must be taken off; nothing is put on without a reason.

interface Difference {
  fact: string
  because: string
}

export const differences: Readonly<Record<string, readonly Difference[]>> = {}
