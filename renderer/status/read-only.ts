/** Whether the server is only looked at: then no button that changes it is there. */
import { createContext } from 'react'

export const ReadOnly = createContext(false)
