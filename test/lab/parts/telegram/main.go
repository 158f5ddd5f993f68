// A bridge over mautrix-go's own framework, in the place of mautrix-telegram: everything towards Synapse, PostgreSQL and the
// app is the real library's (settings, start, encryption, provisioning). Only its network is imaginary: nothing it says of
// Telegram is evidence about Telegram.
package main

import (
	"maunium.net/go/mautrix/bridgev2/matrix/mxmain"
)

// The stand-in carries the framework's version.
const version = "0.30.0"

func main() {
	bridge := mxmain.BridgeMain{
		Name:        "lab-telegram",
		Description: "A bridge to an imaginary network, for tests",
		URL:         "https://bramble.invalid/lab/telegram",
		Version:     version,
		Connector:   &network{},
	}
	bridge.InitVersion("", "", "")
	bridge.Run()
}
