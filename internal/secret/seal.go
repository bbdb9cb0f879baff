package secret

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"errors"
)

// ErrSealed: a sealed text does not open. It was changed, belongs to another place (associated
// data), or its key is not on the ring; which of these is not told.
var ErrSealed = errors.New("secret: a sealed text does not open")

// An envelope's wrapped key: version 1, id of the master key (4 bytes), nonce (12), data key (32)
// with its tag (16). A sealed text within it: nonce (12), text with its tag (16).
const (
	sealVersion = 1
	nonceLen    = 12
	tagLen      = 16
	wrappedLen  = 1 + 4 + nonceLen + 32 + tagLen
)

// Envelope seals the texts of one record with one data key, which itself is sealed by the ring.
// One envelope is for one write of one record.
type Envelope struct {
	wrapped []byte
	data    cipher.AEAD
}

// Envelope makes a fresh data key, bound to the place that aad names.
func (k *Keys) Envelope(aad string) *Envelope {
	r := k.ring.Load()
	m := r.masters[len(r.masters)-1]
	var key [32]byte
	rand.Read(key[:])
	w := make([]byte, 1+4+nonceLen, wrappedLen)
	w[0] = sealVersion
	binary.BigEndian.PutUint32(w[1:], m.id)
	rand.Read(w[5:])
	w = gcm(m.key[:]).Seal(w, w[5:5+nonceLen], key[:], wrapAAD(w[:5], aad))
	return &Envelope{wrapped: w, data: gcm(key[:])}
}

// Unwrap opens the data key that Wrapped gave, or ErrSealed.
func (k *Keys) Unwrap(wrapped []byte, aad string) (*Envelope, error) {
	if len(wrapped) != wrappedLen || wrapped[0] != sealVersion {
		return nil, ErrSealed
	}
	m, ok := k.ring.Load().master(binary.BigEndian.Uint32(wrapped[1:]))
	if !ok {
		return nil, ErrSealed
	}
	key, err := gcm(m.key[:]).Open(nil, wrapped[5:5+nonceLen], wrapped[5+nonceLen:], wrapAAD(wrapped[:5], aad))
	if err != nil {
		return nil, ErrSealed
	}
	return &Envelope{wrapped: wrapped, data: gcm(key)}, nil
}

// Wrapped is the sealed data key, to be kept with the record.
func (e *Envelope) Wrapped() []byte { return e.wrapped }

// Seal seals one text of the record, bound to aad.
func (e *Envelope) Seal(plain []byte, aad string) []byte {
	out := make([]byte, nonceLen, nonceLen+len(plain)+tagLen)
	rand.Read(out)
	return e.data.Seal(out, out[:nonceLen], plain, []byte(aad))
}

// Open opens one text of the record, or ErrSealed.
func (e *Envelope) Open(sealed []byte, aad string) ([]byte, error) {
	if len(sealed) < nonceLen+tagLen {
		return nil, ErrSealed
	}
	plain, err := e.data.Open(nil, sealed[:nonceLen], sealed[nonceLen:], []byte(aad))
	if err != nil {
		return nil, ErrSealed
	}
	return plain, nil
}

// Seal seals a single text (a cookie, a photo): AES-256-GCM under a fresh data key, which the
// ring wraps and which goes in front. 93 bytes longer than the text. Aad names the place it
// belongs to; elsewhere it does not open. The error is always nil today: a key in a device of
// its own may fail.
func (k *Keys) Seal(plain []byte, aad string) ([]byte, error) {
	e := k.Envelope(aad)
	return append(e.wrapped, e.Seal(plain, aad)...), nil
}

// Open opens what Seal sealed with the same aad, or ErrSealed.
func (k *Keys) Open(sealed []byte, aad string) ([]byte, error) {
	if len(sealed) < wrappedLen {
		return nil, ErrSealed
	}
	e, err := k.Unwrap(sealed[:wrappedLen:wrappedLen], aad)
	if err != nil {
		return nil, err
	}
	return e.Open(sealed[wrappedLen:], aad)
}

func wrapAAD(head []byte, aad string) []byte {
	return append(append(make([]byte, 0, len(head)+4+len(aad)), head...), "key|"+aad...)
}

func gcm(key []byte) cipher.AEAD {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err) // keys here are 32 bytes long
	}
	a, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	return a
}
