// Package secret holds everything that must not be guessed: the key ring that seals fields and
// keys look-ups, random tokens, and passwords. It knows nothing of what it protects.
package secret

import "crypto/rand"

// alphabet is Crockford base32: no I, L, O, U, so that what is read aloud or from a screen is
// read right (contract.md "Codes").
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const (
	tokenLen = 26 // 130 bits
	codeLen  = 6  // unique among the office's open registrations only
)

// Token is a ticket's or badge's secret: 26 characters, 130 bits from the system.
func Token() string { return Random(tokenLen) }

// ID is a document's id. It says nothing of when it was made and may stand in an address.
func ID() string { return Random(tokenLen) }

// Nonce marks one form, so that a repeated post is known.
func Nonce() string { return Random(tokenLen) }

// Code is a short code of 6 characters, shown as K7P-4M2; the caller draws again when it is taken.
func Code() string { return Random(codeLen) }

// Random is n characters of the alphabet, 5 bits each.
func Random(n int) string {
	b := make([]byte, n)
	rand.Read(b) // never fails: the program ends when the system has no randomness
	for i := range b {
		b[i] = alphabet[b[i]&31]
	}
	return string(b)
}

// Clean turns what was typed or scanned into the alphabet: upper case, O is 0, I and L are 1,
// spaces and hyphens dropped. Whatever else is wrong stays, for Valid… to refuse.
func Clean(s string) string {
	b := make([]byte, 0, len(s))
	for i := range len(s) {
		c := s[i]
		if 'a' <= c && c <= 'z' {
			c -= 'a' - 'A'
		}
		switch c {
		case ' ', '-', '\t', '\r', '\n':
			continue
		case 'O':
			c = '0'
		case 'I', 'L':
			c = '1'
		}
		b = append(b, c)
	}
	return string(b)
}

// ValidToken tells whether a cleaned text can be a token or an id made here.
func ValidToken(s string) bool { return valid(s, tokenLen) }

// ValidCode tells whether a cleaned text can be a short code.
func ValidCode(s string) bool { return valid(s, codeLen) }

func valid(s string, n int) bool {
	if len(s) != n {
		return false
	}
	for i := range n {
		switch c := s[i]; {
		case '0' <= c && c <= '9':
		case 'A' <= c && c <= 'Z' && c != 'I' && c != 'L' && c != 'O' && c != 'U':
		default:
			return false
		}
	}
	return true
}
