// The facts of the scenarios in fixtures/ that are not as a real Kubernetes held them, by scenario, each with its reason: `- …` holds there and not
// here, `+ …` here and not there. A fact that becomes equal must be taken off; nothing is put on without a reason.

interface Difference {
  fact: string
  because: string
}

export const differences: Readonly<Record<string, readonly Difference[]>> = {
  'pdb-unready': ['one unready', 'after'].map(label => ({
    fact: `+ ${label} event Normal NoPods PodDisruptionBudget/web [controllermanager] No matching pods found`,
    because:
      'the budget is made at the same moment as the Deployment: whether it is looked at before there are pods is a race, and a real one says either',
  })),
}
