package secret

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// ErrBusy: more passwords are being checked than this machine should take on; try again shortly.
var ErrBusy = errors.New("secret: too many passwords at once")

// ErrPasswordHash: a stored hash is not one of ours.
var ErrPasswordHash = errors.New("secret: unusable password hash")

// security.md 21: 19 MiB, two passes, one lane; about 25 ms. Two at a time keep 16 sign-ins from
// taking a gigabyte; sixteen more wait, the rest are told to come back.
const (
	passMemory  = 19 * 1024 // KiB
	passTime    = 2
	passLanes   = 1
	passAtOnce  = 2
	passWaiting = 16
)

var (
	passWork  = make(chan struct{}, passAtOnce)
	passQueue = make(chan struct{}, passAtOnce+passWaiting)
)

var b64 = base64.RawStdEncoding

// HashPassword gives the text to store: argon2id with its parameters and salt (PHC form).
// ErrBusy or the context's error when it does not get its turn.
func HashPassword(ctx context.Context, password string) (string, error) {
	salt := make([]byte, 16)
	rand.Read(salt)
	hash, err := argon(ctx, password, salt, passTime, passMemory, passLanes, 32)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, passMemory, passTime, passLanes,
		b64.EncodeToString(salt), b64.EncodeToString(hash)), nil
}

// CheckPassword tells whether the password belongs to the stored text. Errors: ErrBusy, the
// context's, ErrPasswordHash.
func CheckPassword(ctx context.Context, stored, password string) (bool, error) {
	part := strings.Split(stored, "$")
	if len(part) != 6 || part[0] != "" || part[1] != "argon2id" {
		return false, ErrPasswordHash
	}
	var version int
	var memory, time uint32
	var lanes uint8
	if _, err := fmt.Sscanf(part[2]+" "+part[3], "v=%d m=%d,t=%d,p=%d", &version, &memory, &time, &lanes); err != nil {
		return false, ErrPasswordHash
	}
	salt, err1 := b64.DecodeString(part[4])
	want, err2 := b64.DecodeString(part[5])
	if err1 != nil || err2 != nil || version != argon2.Version || memory < 8 || memory > 64*1024 ||
		time < 1 || time > 8 || lanes < 1 || lanes > 4 || len(salt) < 8 || len(want) < 16 || len(want) > 64 {
		return false, ErrPasswordHash
	}
	got, err := argon(ctx, password, salt, time, memory, lanes, uint32(len(want)))
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(got, want) == 1, nil
}

// DummyPassword takes the time of CheckPassword for an account that does not exist, so that time
// does not tell which accounts do.
func DummyPassword(ctx context.Context, password string) error {
	_, err := argon(ctx, password, []byte("nobody's salt 16"), passTime, passMemory, passLanes, 32)
	return err
}

func argon(ctx context.Context, password string, salt []byte, time, memory uint32, lanes uint8, length uint32) ([]byte, error) {
	select {
	case passQueue <- struct{}{}:
		defer func() { <-passQueue }()
	default:
		return nil, ErrBusy
	}
	select {
	case passWork <- struct{}{}:
		defer func() { <-passWork }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return argon2.IDKey([]byte(password), salt, time, memory, lanes, length), nil
}
