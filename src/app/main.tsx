// The entry of the page: mounts the app.
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <main>
        <h1>Podium</h1>
      </main>
    </StrictMode>,
  )
}
