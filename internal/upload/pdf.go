package upload

import (
	"bytes"
	"encoding/binary"
)

var (
	pdfHead = []byte("%PDF-")
	pdfTail = []byte("%%EOF")
	zipTail = []byte("PK\x05\x06") // the record that a ZIP is read from, at its very end
)

// zipEnd is the longest end of a ZIP: 22 bytes and a comment.
const zipEnd = 22 + 1<<16 - 1

// wholePDF reports whether data is a PDF and nothing else: a version behind its first
// bytes, a table and its end mark at the end, and nothing after it in which a second
// file could stand. What its pages hold is not read: it is only ever saved, never shown.
func wholePDF(data []byte) bool {
	if len(data) < 32 || (data[5] != '1' && data[5] != '2') || data[6] != '.' || data[7] < '0' || data[7] > '9' {
		return false
	}
	end := bytes.TrimRight(data, "\x00\t\n\f\r ")
	if !bytes.HasSuffix(end, pdfTail) || !bytes.Contains(data[max(0, len(end)-1024):], []byte("startxref")) {
		return false
	}
	return !endsAsZIP(data)
}

// endsAsZIP reports whether data can be opened as a ZIP too: its end mark counts the
// bytes of the comment behind it, and those end with the file.
func endsAsZIP(data []byte) bool {
	tail := data[max(0, len(data)-zipEnd):]
	for at := bytes.Index(tail, zipTail); at >= 0; {
		if at+22 <= len(tail) && at+22+int(binary.LittleEndian.Uint16(tail[at+20:])) <= len(tail) {
			return true
		}
		next := bytes.Index(tail[at+1:], zipTail)
		if next < 0 {
			break
		}
		at += 1 + next
	}
	return false
}
