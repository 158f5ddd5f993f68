/** What a web server that answers for the permanent name says of the Matrix server, which is elsewhere. Pure texts. */
import type { Addresses } from './address.ts'

/** Both documents: Matrix specification, client-server API (Well-known URI) and server-server API (Resolving server names). */
export function wellKnown({ matrix }: Pick<Addresses, 'matrix'>): { client: string; server: string } {
  return {
    client: JSON.stringify({ 'm.homeserver': { base_url: matrix } }),
    server: JSON.stringify({ 'm.server': `${new URL(matrix).host}:443` }),
  }
}

/** The same as pieces of configuration, for those who have no place for files. */
export const apexSnippets = { caddy, nginx, traefik, apache } as const

const HINT =
  'Some apps ask for the versions here before they read the file above; this leads them to the right place.'

function caddy(addresses: Addresses): string {
  const { client, server } = wellKnown(addresses)
  return `# inside the block of ${addresses.serverName}
handle /.well-known/matrix/client {
	header Access-Control-Allow-Origin *
	header Content-Type application/json
	respond \`${client}\` 200
}
handle /.well-known/matrix/server {
	header Content-Type application/json
	respond \`${server}\` 200
}
# ${HINT}
handle /_matrix/client/versions {
	reverse_proxy ${origin(addresses)} {
		header_up Host {upstream_hostport}
	}
}
`
}

function nginx(addresses: Addresses): string {
  const { client, server } = wellKnown(addresses)
  return `# inside the server block of ${addresses.serverName}
location = /.well-known/matrix/client {
    default_type application/json;
    add_header Access-Control-Allow-Origin * always;
    return 200 '${client}';
}
location = /.well-known/matrix/server {
    default_type application/json;
    return 200 '${server}';
}
# ${HINT}
location = /_matrix/client/versions {
    proxy_pass ${origin(addresses)};
    proxy_ssl_server_name on;
    proxy_set_header Host ${new URL(addresses.matrix).host};
}
`
}

/** Traefik serves no files: what the Matrix server answers itself is led there, and the other file stays with the web server. */
function traefik(addresses: Addresses): string {
  return `# Besides this, the web server behind Traefik has to serve the file /.well-known/matrix/server.
# ${HINT}
http:
  routers:
    bramble-apex:
      rule: Host(\`${addresses.serverName}\`) && (Path(\`/.well-known/matrix/client\`) || Path(\`/_matrix/client/versions\`))
      priority: 1000
      entryPoints: [websecure]
      service: bramble-apex
      tls: {}
  services:
    bramble-apex:
      loadBalancer:
        passHostHeader: false
        servers:
          - url: ${origin(addresses)}
`
}

/** Apache answers with files only: these lines lead to the two that are beside this one. */
function apache(addresses: Addresses): string {
  return `# inside the virtual host of ${addresses.serverName}; needs the modules headers, proxy, proxy_http and ssl
Alias "/.well-known/matrix/client" "/var/www/matrix/well-known-client.json"
Alias "/.well-known/matrix/server" "/var/www/matrix/well-known-server.json"
<Directory "/var/www/matrix">
    Require all granted
    ForceType application/json
    Header always set Access-Control-Allow-Origin "*"
</Directory>
# ${HINT}
SSLProxyEngine On
ProxyPass "/_matrix/client/versions" "${origin(addresses)}/_matrix/client/versions"
`
}

const origin = ({ matrix }: Pick<Addresses, 'matrix'>): string => matrix.replace(/\/$/, '')
