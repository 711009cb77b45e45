// The workbench: the stage and its kit with hand-made clusters, for looking at. Only in development (`npm run dev`, then
// /src/views/workbench.html?show=rollout&theme=dark&width=1192&height=872); the build does not know it.
import { useEffect, useMemo, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { noteDrawn } from './settled.ts'
import { Stage } from './stage/index.ts'
import { en } from './stage/words.ts'
import { zh } from './stage/words.zh.ts'
import { sayer } from './testing/cluster.ts'
import { film, films } from './testing/films.ts'
import { Gallery } from './testing/Gallery.tsx'
import { ROLLOUT_NOW, rolloutMirror } from './testing/rollout.ts'
import './theme/index.ts'

noteDrawn()
const query = new URLSearchParams(location.search)
const root = document.documentElement
if (query.get('theme')) root.dataset.theme = query.get('theme') ?? ''
if (query.get('contrast')) root.dataset.contrast = query.get('contrast') ?? ''
const told = {
  'replicaset.wantsSees': 'wants {{wants}}, sees {{sees}}',
  'deployment.waitingForNew.short': '{{available}} available, {{needed}} needed',
}
const catalogues = import.meta.glob<Record<string, Record<string, string>>>('./words/*/*.ts', { eager: true })
const all = (language: string) =>
  Object.entries(catalogues)
    .filter(([file]) => file.startsWith(`./words/${language}/`))
    .flatMap(([, module]) => Object.values(module))
const say =
  query.get('lang') === 'zh'
    ? sayer(Object.assign({}, ...all('en'), told, ...all('zh'), zh))
    : sayer(Object.assign({}, ...all('en'), told, en))
const size = { width: Number(query.get('width') ?? innerWidth), height: Number(query.get('height') ?? innerHeight) }
const show = query.get('show') ?? 'rollout'

function Still() {
  const mirror = useMemo(() => rolloutMirror(), [])
  const [selection, select] = useState<string | undefined>(() => {
    const want = query.get('select')
    return want
      ? ([...mirror.objects('pods').keys()].map(k => `pods ${k}`).find(s => s.endsWith(want)) ?? want.replace('+', ' '))
      : undefined
  })
  return (
    <Stage
      mirror={mirror}
      viewport={size}
      say={say}
      now={ROLLOUT_NOW}
      speed={Number(query.get('speed') ?? 0.25)}
      playing={query.get('paused') === null}
      epoch={mirror.epoch}
      selection={selection}
      projector={query.get('contrast') === 'projector'}
      onSelect={select}
      onContextMenu={(subject, x, y) => console.info('menu', subject, x, y)}
    />
  )
}

/** Plays a film: batches at their times, by the wall clock times the speed. `window.workbench` lets a test hold the clock. */
function Moving({ name }: { name: string }) {
  const speed = Number(query.get('speed') ?? 1)
  const jump = Number(query.get('at') ?? 0) * 1000
  const played = useMemo(() => film(name), [name])
  const { mirror } = played
  const [now, setNow] = useState(played.start)
  useEffect(() => {
    let time = Math.max(played.start, jump)
    played.advance(time)
    setNow(time)
    let handle = 0
    const begin = () => {
      let last = performance.now()
      handle = requestAnimationFrame(function tick(at) {
        time += (at - last) * speed
        last = at
        played.advance(time)
        setNow(time)
        handle = requestAnimationFrame(tick)
      })
    }
    // With `hold` it waits for the event `go`: whoever takes pictures frame by frame says when.
    if (query.has('hold')) addEventListener('go', begin, { once: true })
    else begin()
    return () => cancelAnimationFrame(handle)
  }, [played, speed, jump])
  const [selection, select] = useState<string>()
  return (
    <Stage
      mirror={mirror}
      viewport={size}
      say={say}
      now={now}
      speed={speed}
      playing
      epoch={mirror.epoch}
      selection={selection}
      projector={query.get('contrast') === 'projector'}
      onSelect={select}
    />
  )
}

const page = document.getElementById('root')
if (page) {
  const what = show === 'gallery' ? <Gallery /> : films.includes(show) ? <Moving name={show} /> : <Still />
  createRoot(page).render(what)
}
