module bramble.invalid/lab/telegram

go 1.26.0

require maunium.net/go/mautrix v0.30.0
