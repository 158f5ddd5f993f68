/** The page that a browser sees before it is let in: it trades the token behind the `#` for a cookie. */

/** No inline script: the same policy holds here as everywhere. */
export const DOOR_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<title>Bramble</title>
<link rel="icon" href="data:,">
<script src="/door.js" defer></script>
<body>
<p id="words" hidden>Each address that Bramble gives out lets in one window, once. Go back to the window that is open, or start Bramble again.</p>
</body>
</html>
`

/** The fragment never reaches a server or a log; it is cleared before anything else happens. */
export const DOOR_SCRIPT = `const token = location.hash.slice(1)
history.replaceState(null, '', '/')
const refused = () => { document.getElementById('words').hidden = false }
if (token === '') refused()
else fetch('/session', { method: 'POST', body: token }).then((answer) => answer.ok ? location.replace('/') : refused(), refused)
`
