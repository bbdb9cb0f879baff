package book

import (
	"strings"

	"bukutamu/internal/secret"
)

// NewPassword draws a password to hand over: twenty letters and digits in groups
// of five, 100 bits, easy to read out. Its owner has to choose an own one.
func NewPassword() string {
	s := strings.ToLower(secret.Random(20))
	return s[:5] + "-" + s[5:10] + "-" + s[10:15] + "-" + s[15:]
}
