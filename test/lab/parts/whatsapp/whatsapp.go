//go:build tools

// Package whatsapp names the program that is built, so that its module is known to be needed.
package whatsapp

import _ "go.mau.fi/mautrix-whatsapp/cmd/mautrix-whatsapp"
