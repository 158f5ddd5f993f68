module bramble.invalid/lab/whatsapp

go 1.26.0

require go.mau.fi/mautrix-whatsapp v0.2607.0
