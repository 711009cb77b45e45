// The talk's Job demo, its five beats, from pasted YAML: ten completions, three at a time, and one try in four fails. Whether six failures are enough is
// decided by the dice: one seed for each ending.
import type { Page } from '@playwright/test'
import { expect, items, open, paste, podium, test } from './kit.ts'

test.use({ viewport: { width: 1920, height: 1080 } })

const JOB = `apiVersion: v1
kind: Namespace
metadata:
  name: demo-job
---
apiVersion: batch/v1
kind: Job
metadata:
  name: jobs-demo
  namespace: demo-job
spec:
  parallelism: 3
  completions: 10
  template:
    spec:
      restartPolicy: Never
      containers:
      - name: work
        image: busybox:1.36
        command:
        - sh
        - -c
        - sleep 5; [ $((RANDOM % 4)) -ne 0 ]
`
/** Seeds with which it ends so, the surest first; the rules of another day may roll otherwise. */
const COMPLETES = 14
const FAILS = [25, 21, 12, ...Array.from({ length: 30 }, (_, i) => 41 + i)]

const PODS = '/api/v1/namespaces/demo-job/pods'
const URL = '/apis/batch/v1/namespaces/demo-job/jobs/jobs-demo'

interface Pod {
  metadata: { name: string }
  spec: { nodeName?: string }
  status: { phase: string }
}
interface JobStatus {
  active?: number
  succeeded?: number
  failed?: number
  conditions?: { type: string; status: string; reason?: string; message?: string }[]
}
const status = async (page: Page) => ((await podium(page).request('GET', URL)).body as { status: JobStatus }).status
const inPhase = (pods: Pod[], phase: string) => pods.filter(p => p.status.phase === phase)
const has = (s: JobStatus, type: string) => s.conditions?.some(c => c.type === type && c.status === 'True') ?? false

/** To the moment at which the seeds were tried, then beat 1. */
async function apply(page: Page, seed: number) {
  await open(page, { seed })
  await podium(page).seek(60_000)
  await paste(page, JOB)
  await expect(page.getByText('job.batch/jobs-demo created')).toBeVisible()
}

/** Every other second until the Job has ended; never more than three at a time. Returns how many were seen to be active at most. */
async function watchIt(page: Page): Promise<number> {
  let most = 0
  for (let second = 0; second < 600; second += 2) {
    await podium(page).advance(2000)
    const now = await status(page)
    most = Math.max(most, now.active ?? 0)
    expect(now.active ?? 0).toBeLessThanOrEqual(3)
    if (has(now, 'Complete') || has(now, 'Failed')) return most
  }
  throw new Error('the Job did not end within ten minutes')
}

const card = (page: Page) => page.getByRole('button', { name: /^Job jobs-demo/ }).first()

test('the five beats of the Job demo: ten have succeeded, failed pods are kept', async ({ page }) => {
  test.setTimeout(120_000)
  await test.step('1: the Job is applied; three pods work, on the stage too', async () => {
    await apply(page, COMPLETES)
    await podium(page).advance(4000)
    const pods = await items<Pod>(page, PODS)
    expect(pods).toHaveLength(3)
    for (const p of pods) await expect(page.locator(`[data-subject="pods demo-job/${p.metadata.name}"]`).first()).toBeVisible()
    await expect(card(page)).toBeVisible()
  })
  await test.step('2: until ten have succeeded, never more than three at a time', async () => expect(await watchIt(page)).toBe(3))
  await test.step('3: the Job is complete', async () => {
    const { succeeded, failed, conditions } = await status(page)
    expect(succeeded).toBe(10)
    expect(failed ?? 0).toBeLessThanOrEqual(6)
    expect(conditions?.map(c => `${c.type} ${c.status} ${c.reason}`)).toEqual([
      'SuccessCriteriaMet True CompletionsReached',
      'Complete True CompletionsReached',
    ])
    await expect(card(page)).toHaveAccessibleName(/10/)
  })
  await test.step('4: no pod runs', async () => expect(inPhase(await items<Pod>(page, PODS), 'Running')).toEqual([]))
  await test.step('5: all pods that have ended are still there: ten that succeeded, and those that failed', async () => {
    const pods = await items<Pod>(page, PODS)
    const { failed = 0 } = await status(page)
    expect(inPhase(pods, 'Succeeded')).toHaveLength(10)
    expect(inPhase(pods, 'Failed')).toHaveLength(failed)
    expect(pods).toHaveLength(10 + failed)
  })
})

test('the same Job with worse luck: the seventh failure is one too many', async ({ page }) => {
  test.setTimeout(240_000)
  for (const seed of FAILS) {
    await apply(page, seed)
    await watchIt(page)
    if (has(await status(page), 'Failed')) break
  }
  const now = await status(page)
  expect(now.conditions).toContainEqual(
    expect.objectContaining({
      type: 'Failed',
      status: 'True',
      reason: 'BackoffLimitExceeded',
      message: 'Job has reached the specified backoff limit',
    }),
  )
  expect(now.failed).toBeGreaterThanOrEqual(7)
  expect(now.succeeded ?? 0).toBeLessThan(10)
  const pods = await items<Pod>(page, PODS)
  expect(inPhase(pods, 'Running')).toEqual([])
  expect(inPhase(pods, 'Succeeded')).toHaveLength(now.succeeded ?? 0)
  await expect(card(page)).toBeVisible()
})
