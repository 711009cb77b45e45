// Work that ends: a renderer, of which each process renders one tile of a picture (picture.ts), and a sender of mails, which sends a batch. In an Indexed
// Job the index says which; otherwise a renderer takes a tile that nobody has.
import type { Beginning, Behaviour, Work } from './behaviour.ts'
import { serves } from './webserver.ts'

const numberOf = (text: string | undefined, otherwise: number): number => {
  const n = Number(text)
  return text !== undefined && text !== '' && Number.isFinite(n) ? n : otherwise
}

/** A tile takes from two to five seconds. */
const LEAST_MS = 2000
const MORE_MS = 3000
const FLAKY_PERCENT = 25
const MOST_TILES = 100_000

function render({ env, tag, completions, roll, claim }: Beginning): Work {
  const count = Math.min(MOST_TILES, Math.max(1, Math.floor(numberOf(env.TILES, completions ?? 48))))
  const given = numberOf(env.JOB_COMPLETION_INDEX, Number.NaN)
  const index = Number.isNaN(given) ? claim(count) : given % count
  const endsAfterMs = Math.max(1, numberOf(env.SECONDS_PER_TILE, Number.NaN) * 1000 || LEAST_MS + roll(MORE_MS))
  const failPercent = numberOf(env.FAIL_PERCENT, tag.split('-').includes('flaky') ? FLAKY_PERCENT : 0)
  const fails = roll(100) < failPercent
  const last = fails ? `error: tile ${index}: out of light` : `tile ${index} done`
  return {
    lines: [
      { afterMs: 0, text: `rendering tile ${index} of ${count}` },
      { afterMs: Math.floor(endsAfterMs / 2), text: `tile ${index}: 50 %` },
      { afterMs: endsAfterMs, text: last },
    ],
    endsAfterMs,
    exitCode: fails ? 1 : 0,
    tile: { index, count },
  }
}

export const renderer: Behaviour = {
  name: 'renderer',
  is: i => /renderer|^(povray|blender|render)$/.test(i.base),
  program: { ...serves, listensAfterMs: Number.POSITIVE_INFINITY, begins: render },
}

const BATCH = 5
const MOST_MAILS = 200

function send({ env, hostname, roll }: Beginning): Work {
  const count = Math.min(MOST_MAILS, Math.max(1, Math.floor(numberOf(env.MAILS, BATCH))))
  const first = numberOf(env.JOB_COMPLETION_INDEX, 0) * count
  let afterMs = 200
  const lines = [{ afterMs: 0, text: `${hostname}: ${count} mails to send` }]
  for (let i = 1; i <= count; i++) {
    afterMs += 200 + roll(400)
    lines.push({ afterMs, text: `to=<reader-${first + i}@example.com> status=sent (250 2.0.0 Ok: queued)` })
  }
  return { lines: [...lines, { afterMs, text: `${count} sent` }], endsAfterMs: afterMs, exitCode: 0 }
}

export const mailer: Behaviour = {
  name: 'mail sender',
  is: i => /mail|smtp|^(postfix|exim4?)$/.test(i.base),
  program: { ...serves, listensAfterMs: Number.POSITIVE_INFINITY, begins: send },
}
