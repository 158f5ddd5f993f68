module bramble.invalid/pocket-id-double

go 1.22
