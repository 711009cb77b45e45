// The entry of the page: the reader's wishes, a session in a worker, the app; and window.podium, the documented door to the session.
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createSession, podiumDoor, SessionProvider, workerHost } from '../session/index.ts'
import { chooseLanguage, Hands, HandsProvider, loadFour, watchSettling } from '../views/index.ts'
import { App } from './App.tsx'
import { keptLanguage } from './language.ts'
import { keptLook } from './look.ts'
import { fillFour } from './view.ts'
import { readWishes } from './wishes.ts'

const wishes = readWishes(location.search, { language: keptLanguage(), look: keptLook() }, navigator.languages)
const session = createSession(workerHost())
const hands = new Hands(session)
// The engine starts while the words are fetched.
const begun = session.begin(wishes.session).then(async () => {
  if (wishes.session.scene) await (await loadFour()).raiseFour(session)
  else await fillFour(session, wishes.view)
})

Object.assign(window, { podium: podiumDoor(session) })

watchSettling()

const root = document.getElementById('root')
if (root) {
  await chooseLanguage(wishes.language)
  createRoot(root).render(
    <StrictMode>
      <SessionProvider session={session}>
        <HandsProvider value={hands}>
          <App wishes={wishes} begun={begun} />
        </HandsProvider>
      </SessionProvider>
    </StrictMode>,
  )
}
