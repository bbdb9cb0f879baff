package web

import (
	"bytes"
	"compress/flate"
	"io"
)

// packed marks what was made smaller; a JSON text never begins with it.
const packed = 0x01

// packFrom is the length from which packing is worth its while.
const packFrom = 600

// unpackMost bounds what a cookie unfolds to. It is our own, sealed; the bound is for
// the day on which it is not.
const unpackMost = 256 << 10

// pack makes a long text smaller, so that a page of writing fits into a cookie.
func pack(text []byte) []byte {
	if len(text) < packFrom {
		return text
	}
	out := bytes.NewBuffer([]byte{packed})
	w, err := flate.NewWriter(out, flate.BestCompression)
	if err != nil {
		return text // a level that does not exist
	}
	_, _ = w.Write(text) // into memory
	if w.Close() != nil || out.Len() >= len(text) {
		return text
	}
	return out.Bytes()
}

// unpack gives back what pack was given; nothing where that cannot be.
func unpack(text []byte) []byte {
	if len(text) == 0 || text[0] != packed {
		return text
	}
	out, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(text[1:])), unpackMost))
	if err != nil {
		return nil
	}
	return out
}
