// The inspector and the verbs: what is selected, its chart, why it is so, what can be done with it and which command line that is.
import type { Page } from '@playwright/test'
import { acted, expect, open, podium, test } from './kit.ts'

const inspector = (page: Page) => page.getByRole('complementary', { name: 'Inspector' })
const selectDeployment = (page: Page) =>
  inspector(page)
    .getByRole('button', { name: /^Deployment nginx/ })
    .click()

test('nothing selected: the cluster as a list, from which everything can be reached', async ({ page }) => {
  await open(page)
  await expect(inspector(page).getByRole('heading', { name: 'The cluster' })).toBeVisible()
  await inspector(page)
    .getByRole('button', { name: /^node-2/ })
    .click()
  await expect(inspector(page).getByRole('heading', { name: 'Node node-2' })).toBeVisible()
})

test('a pod: its chart is lit where it really is, and "Why?" goes back to what a person did', async ({ page }) => {
  await open(page)
  await podium(page).pause()
  await page.locator('[data-subject^="pods default/nginx-"]').first().click()
  await expect(inspector(page).getByRole('heading', { name: /^Pod / })).toBeVisible()
  await expect(inspector(page).getByRole('img', { name: 'Chart, now at: ready' })).toBeVisible()
  const why = inspector(page).locator('.why li')
  await expect(why.first()).toContainText('You opened the stage')
  await expect(why).toContainText([/Deployment: new ReplicaSet, wants 3/, /ReplicaSet: wants 3, sees 0/, /Scheduler/, /kubelet/])
  await why.getByRole('button', { name: 'rule' }).first().click()
  await expect(page.getByRole('link', { name: /pkg\/controller\/deployment/ })).toHaveAttribute(
    'href',
    /github\.com\/kubernetes\/kubernetes/,
  )
  await page.keyboard.press('Escape')
  await inspector(page).getByText('Why this node?').click()
  await expect(inspector(page).getByRole('table')).toContainText('NodeResourcesFit')
  await inspector(page).getByText('YAML').click()
  await expect(inspector(page).locator('.code.live')).toContainText('nodeName: node-')
  await expect(inspector(page).locator('.code.live')).not.toContainText('managedFields')
})

test('believed and real stand side by side on a node without power', async ({ page }) => {
  await open(page)
  await acted(page, () => page.getByRole('button', { name: 'Kill a node' }).click())
  // It plays on from there.
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
  await expect(page.getByText('Nobody tells the API server', { exact: false })).toBeVisible()
  await podium(page).advance(2000)
  await expect(inspector(page).locator('.why')).toContainText('nobody has noticed yet')
  await podium(page).advance(20_000)
  await expect(inspector(page)).toContainText('Ready. zone-b')
  await expect(inspector(page)).toContainText('In truth it has no power: nothing runs on it.')
  await expect(inspector(page).locator('.why')).toContainText('node-2 lost power')
  await expect(inspector(page).locator('.why')).toContainText(/Unknown in \d+\ss, if it stays silent/)
})

test('a Deployment: wanted beside seen while it rolls, revisions, and back again', async ({ page }) => {
  await open(page)
  await podium(page).pause()
  await selectDeployment(page)
  await inspector(page).getByRole('button', { name: 'New image' }).click()
  await acted(page, () => page.getByRole('button', { name: 'nginx:1.9.1', exact: true }).click())
  await podium(page).advance(1500)
  await expect(inspector(page).locator('.beside .differs')).not.toHaveCount(0)
  await expect(inspector(page).locator('.questions .live')).toHaveCount(1)
  await podium(page).advance(20_000)
  await expect(inspector(page).locator('.beside .differs')).toHaveCount(0)
  await expect(inspector(page)).toContainText('revision 2')
  await acted(page, () => inspector(page).getByRole('button', { name: 'Roll back' }).click())
  await podium(page).advance(20_000)
  const { body } = await podium(page).request('GET', '/apis/apps/v1/namespaces/default/deployments/nginx')
  expect((body as { spec: { template: { spec: { containers: { image: string }[] } } } }).spec.template.spec.containers[0]?.image).toBe(
    'nginx:1.7.9',
  )
})

test('the context menu says which command line a verb is, and does it', async ({ page }) => {
  await open(page)
  await podium(page).pause()
  await page
    .locator('[data-subject="nodes node-3"]')
    .first()
    .click({ button: 'right', position: { x: 60, y: 14 } })
  const menu = page.getByRole('menu')
  await expect(menu).toContainText('Node node-3')
  await menu.getByRole('menuitem', { name: /^Cordon/ }).hover()
  await expect(menu).toContainText('kubectl cordon node-3')
  await menu.getByRole('menuitem', { name: /^Cordon/ }).click()
  await expect(page.getByText('You cordoned node-3').first()).toBeVisible()
  const { body } = await podium(page).request('GET', '/api/v1/nodes/node-3')
  expect((body as { spec: { unschedulable?: boolean } }).spec.unschedulable).toBe(true)
})

test('a verb that asks: scale to a number, refused where it is none', async ({ page }) => {
  await open(page)
  await podium(page).pause()
  await selectDeployment(page)
  await page.keyboard.press('s')
  const answer = page.getByRole('dialog').getByRole('textbox')
  await expect(answer).toBeFocused()
  await answer.fill('many')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert').filter({ hasText: 'A whole number' })).toBeVisible()
  await answer.fill('5')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect
    .poll(
      async () =>
        ((await podium(page).request('GET', '/apis/apps/v1/namespaces/default/deployments/nginx')).body as { spec: { replicas: number } })
          .spec.replicas,
    )
    .toBe(5)
})

test('what the server refuses is told in its own words', async ({ page }) => {
  await open(page)
  await podium(page).pause()
  await selectDeployment(page)
  await inspector(page).getByRole('button', { name: 'New image' }).click()
  await page.getByRole('dialog').getByRole('textbox').fill('NGINX:1')
  await acted(page, () => page.keyboard.press('Enter'))
  await podium(page).advance(5000)
  // An image's name is the kubelet's matter: the object is accepted, the pod says it.
  await expect(page.locator('[data-subject^="pods "]', { hasText: 'InvalidImageName' }).first()).toBeVisible()
})

test('a controller can be asked too', async ({ page }) => {
  await open(page)
  await podium(page).pause()
  await page.getByRole('button', { name: /^Scheduler/ }).click()
  await expect(inspector(page).getByRole('heading', { name: 'Scheduler' })).toBeVisible()
  await expect(inspector(page)).toContainText('Finds each new pod a node')
  await expect(inspector(page)).toContainText(/best of 3 that fit/)
})

test('the event list tells everything in words, newest first, and leads to it', async ({ page }) => {
  await open(page)
  await podium(page).pause()
  await page.keyboard.press('e')
  const events = page.getByRole('table', { name: 'What has happened, newest first' })
  await expect(events).toContainText('You opened the stage')
  await expect(events).toContainText('Successfully assigned default/nginx-')
  await page.getByRole('button', { name: 'Decisions' }).click()
  await expect(events).not.toContainText('Successfully assigned')
  await events
    .getByRole('button', { name: /^Show nginx/ })
    .first()
    .click()
  await expect(
    inspector(page)
      .getByRole('heading', { name: /nginx|Pod/ })
      .first(),
  ).toBeVisible()
})
