// The look of everything: fonts (Atkinson Hyperlegible Next and its Mono, made so that I, l, 1, O and 0 differ, which is what pod names need), tokens
// and classes. Import once. `data-theme="dark"` and `data-contrast="projector"` on the root choose the theme; see tokens.css.
import '@fontsource-variable/atkinson-hyperlegible-next'
import '@fontsource-variable/atkinson-hyperlegible-mono'
import './index.css'
