/** The client of every test: made up, and recognisable wherever its secret leaks to. */
export const CLIENT = { id: 'matrix', secret: 'canary-client-secret-0123456789abcdef' }
