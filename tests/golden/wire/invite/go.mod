module causeway/golden/wire

go 1.24
