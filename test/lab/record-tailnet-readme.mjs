// Writes the table of what was recorded. Standard input: name, command, exit code, note; apart by tabs.
// usage: record-tailnet-readme.mjs FOLDER VERSION
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [folder, version] = process.argv.slice(2)
const escaped = (text) => text.replaceAll('|', '\\|')
const rows = readFileSync(0, 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => line.split('\t'))
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([name, command, code, note]) => {
    const files = ['.json', '.txt', '.err.txt']
      .map((end) => name + end)
      .filter((file) => existsSync(join(folder, file)))
    return `| ${files.map((file) => `\`${file}\``).join(', ') || `${name}: nothing`} | \`${escaped(command)}\` | ${code} | ${escaped(note)} |`
  })

writeFileSync(
  join(folder, 'README.md'),
  `# What tailscale says

Recorded by \`test/lab/record-tailnet.sh\`: real \`tailscale\` and \`tailscaled\` ${version}, stamped \`${version}-lab\`, in
userspace networking, over the lab's control server (\`test/lab/parts/tailscale/control\`, which is Tailscale's own
\`tstest/integration/testcontrol\` with the lab's settings). \`.err.txt\` is standard error, the rest standard output. "waits": the
command goes on waiting, and was ended from outside after some seconds ("context canceled" comes from that).

What is constructed in them, and no evidence about Tailscale's service:

- the sentence and the link of "Funnel is not enabled on your tailnet": the control server's answer, in the words that people
  have quoted. What the program does with them is recorded: waiting, "Success.", or an end with code 0;
- the form of the sign-in link: \`https://login.tailscale.com/auth/…\` here, \`https://login.tailscale.com/a/…\` there;
- \`CurrentTailnet.Name\`, the user, \`ControlTime\`, that a taken name gets \`-1\`;
- "invalid authkey" is testcontrol's sentence for every key that it does not like; Headscale's are in the lab's tests.

What is named \`headscale-\` was said with a real Headscale 0.29.2 as the control server; nothing in it is constructed.

Seen there, and worth knowing:

- an ended key is \`NeedsLogin\` with \`KeyExpiry\` in the past and \`AuthURL\` empty; \`Self.Expired\` is there if the control server sends it, as Headscale does;
- \`funnel --https=9999\` is not refused: the program checks that 443 is among the capability's ports, whatever port is asked for;
- a command on a port of \`funnel\` in somebody's terminal fails with "foreground listener already exists for port 443";
- \`NoState\` comes after a restart of a machine that is signed in, not on a new one.

| files | command | code | what was the case |
| --- | --- | --- | --- |
${rows.join('\n')}
`,
)
