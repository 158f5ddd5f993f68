//go:build tools

// Package traefik names the program that is built, so that its module is known to be needed.
package traefik

import _ "github.com/traefik/traefik/v3/cmd/traefik"
