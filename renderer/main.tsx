/** Where the window begins. */
import { createRoot } from 'react-dom/client'
import { createPlatform } from './api.ts'
import { App } from './app.tsx'
import { PlatformProvider } from './platform.tsx'
import { en } from './words/en.ts'
import { LanguageProvider } from './words/index.tsx'
import './ui/css/index.css'

const { platform, root } = createPlatform()

createRoot(root).render(
  <PlatformProvider value={platform}>
    <LanguageProvider words={en}>
      <App />
    </LanguageProvider>
  </PlatformProvider>,
)
