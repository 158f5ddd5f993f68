/** All that the window gets from Electron: a way to send text and a way to hear it. */
import { contextBridge, ipcRenderer } from 'electron'

contextBridge.exposeInMainWorld('bramble', {
  send(text: string): void {
    ipcRenderer.send('bramble', text)
  },
  onMessage(listener: (text: string) => void): void {
    ipcRenderer.removeAllListeners('bramble')
    ipcRenderer.on('bramble', (_event, text: string) => listener(text))
  },
})
