module bramble.invalid/echo

go 1.21
