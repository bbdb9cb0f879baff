package secret

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
)

var (
	// ErrNoKeys: there is no key file. Never answered by making one beside a store that exists.
	ErrNoKeys = errors.New("secret: there is no key file")
	// ErrDamagedKeys: the text is no key ring, or a part of it was changed or lost.
	ErrDamagedKeys = errors.New("secret: the keys are damaged")
	// ErrOpenKeys: others than the owner may read the key file.
	ErrOpenKeys = errors.New("secret: the key file can be read by others; set its mode to 0600")
	// ErrKeysExist: Create and Save never write over a file.
	ErrKeysExist = errors.New("secret: the key file is there already")
)

const keysHeader = "bukutamu-keys-1"

// Keys is the ring: one base secret that never changes (look-ups and chains hang on it) and one
// or more master keys, of which the last seals and all open. It is safe for use by several
// goroutines, Rotate included. It never prints its secrets.
type Keys struct{ ring atomic.Pointer[ring] }

type ring struct {
	base    [32]byte
	masters []master // the last one seals
	lookup  []byte   // derived from base
	chain   []byte   // derived from base
	print   string   // derived from base
}

type master struct {
	id  uint32
	key [32]byte
}

// Generate makes a new ring in memory.
func Generate() *Keys {
	var base [32]byte
	rand.Read(base[:])
	r := &ring{base: base, masters: []master{newMaster(nil)}}
	k := &Keys{}
	k.ring.Store(r.derived())
	return k
}

// Create makes a new ring and saves it in a new file of mode 0600, flushed to the disk with its
// folder. ErrKeysExist when the file is there.
func Create(path string) (*Keys, error) {
	k := Generate()
	if err := k.Save(path); err != nil {
		return nil, err
	}
	return k, nil
}

// Load reads a key file: ErrNoKeys, ErrOpenKeys or ErrDamagedKeys when it cannot be used.
func Load(path string) (*Keys, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s", ErrNoKeys, path)
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	// Windows keeps its rights elsewhere; Go reports 0666 for every file there.
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("%w: %s", ErrOpenKeys, path)
	}
	if !info.Mode().IsRegular() || info.Size() > 64<<10 {
		return nil, fmt.Errorf("%w: %s", ErrDamagedKeys, path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	k, err := Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%w: %s", err, path)
	}
	return k, nil
}

// Parse reads the text of a key file; any white space may part its words, so that it fits into
// an environment variable.
func Parse(text []byte) (*Keys, error) {
	words := strings.Fields(string(text))
	if len(words) < 4 || words[0] != keysHeader {
		return nil, ErrDamagedKeys
	}
	last := len(words) - 1
	if words[last] != "sum:"+keysSum(words[:last]) {
		return nil, ErrDamagedKeys
	}
	r := &ring{}
	if !unhex(r.base[:], words[1], "base:") {
		return nil, ErrDamagedKeys
	}
	for _, w := range words[2:last] {
		var id [4]byte
		idText, keyText, ok := strings.Cut(w, ":")
		var m master
		if !ok || !unhex(id[:], idText, "") || !unhex(m.key[:], keyText, "") {
			return nil, ErrDamagedKeys
		}
		m.id = binary.BigEndian.Uint32(id[:])
		if _, twice := r.master(m.id); twice {
			return nil, ErrDamagedKeys
		}
		r.masters = append(r.masters, m)
	}
	k := &Keys{}
	k.ring.Store(r.derived())
	return k, nil
}

// Text is what the key file holds: for the file and for sealed backups, nowhere else.
func (k *Keys) Text() []byte { return k.ring.Load().text() }

// Save writes the ring into a new file of mode 0600, as Create does.
func (k *Keys) Save(path string) error { return writeNew(path, k.Text()) }

// Rotate adds a master key that seals from now on; what older ones sealed still opens. The file
// is replaced in one step before the new key is used. Look-ups and chains do not change.
func (k *Keys) Rotate(path string) error {
	old := k.ring.Load()
	next := &ring{base: old.base, masters: append([]master(nil), old.masters...)}
	next.masters = append(next.masters, newMaster(next))
	next.derived()
	temp := path + ".new"
	if err := os.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := writeNew(temp, next.text()); err != nil {
		return err
	}
	if err := os.Rename(temp, path); err != nil {
		return err
	}
	if err := syncFolder(filepath.Dir(path)); err != nil {
		return err
	}
	k.ring.Store(next)
	return nil
}

// Fingerprint tells rings apart and reveals nothing of them. A rotated ring keeps it. The store
// keeps it too, so that a wrong ring is refused.
func (k *Keys) Fingerprint() string { return k.ring.Load().print }

// String hides the secrets from every kind of printing.
func (k *Keys) String() string { return "keys " + k.Fingerprint() }

// GoString hides the secrets from %#v.
func (k *Keys) GoString() string { return k.String() }

// LogValue hides the secrets from logs.
func (k *Keys) LogValue() slog.Value { return slog.StringValue(k.String()) }

// Keyed is the look-up value of a document number, phone or token: 26 small letters and digits,
// 130 bits of an HMAC under a key of its own. Domain keeps equal values of different kinds apart.
func (k *Keys) Keyed(domain, value string) string {
	sum := keyedSum(k.ring.Load().lookup, domain, []byte(value))
	return lower32.EncodeToString(sum)[:tokenLen]
}

// MAC is 32 bytes over the parts, each preceded by its length, under a key for chains alone: the
// log of a visit, the acts of an office.
func (k *Keys) MAC(domain string, parts ...[]byte) []byte {
	return keyedSum(k.ring.Load().chain, domain, parts...)
}

var lower32 = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// keyedSum cannot be fooled by moving bytes between parts: a version byte, then every text with
// its length before it.
func keyedSum(key []byte, domain string, parts ...[]byte) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte{1})
	var n [8]byte
	binary.BigEndian.PutUint64(n[:], uint64(len(domain)))
	h.Write(n[:])
	h.Write([]byte(domain))
	for _, p := range parts {
		binary.BigEndian.PutUint64(n[:], uint64(len(p)))
		h.Write(n[:])
		h.Write(p)
	}
	return h.Sum(nil)
}

func (r *ring) derived() *ring {
	r.lookup = derive(r.base, "lookup")
	r.chain = derive(r.base, "chain")
	r.print = lower32.EncodeToString(derive(r.base, "fingerprint"))[:tokenLen]
	return r
}

func derive(base [32]byte, use string) []byte {
	key, err := hkdf.Key(sha256.New, base[:], nil, "bukutamu "+use+" 1", 32)
	if err != nil {
		panic(err) // only for lengths that no call here asks for
	}
	return key
}

func (r *ring) master(id uint32) (master, bool) {
	for _, m := range r.masters {
		if m.id == id {
			return m, true
		}
	}
	return master{}, false
}

func newMaster(r *ring) master {
	var m master
	rand.Read(m.key[:])
	for {
		var id [4]byte
		rand.Read(id[:])
		m.id = binary.BigEndian.Uint32(id[:])
		if r == nil {
			return m
		}
		if _, taken := r.master(m.id); !taken {
			return m
		}
	}
}

func (r *ring) text() []byte {
	words := []string{keysHeader, "base:" + hex.EncodeToString(r.base[:])}
	for _, m := range r.masters {
		words = append(words, fmt.Sprintf("%08x:%x", m.id, m.key))
	}
	words = append(words, "sum:"+keysSum(words))
	return []byte(strings.Join(words, "\n") + "\n")
}

// keysSum notices a lost line or a changed letter; it is no protection against anybody.
func keysSum(words []string) string {
	sum := sha256.Sum256([]byte(strings.Join(words, "\n")))
	return hex.EncodeToString(sum[:8])
}

func unhex(to []byte, word, prefix string) bool {
	s, ok := strings.CutPrefix(word, prefix)
	if !ok || len(s) != 2*len(to) {
		return false
	}
	_, err := hex.Decode(to, []byte(s))
	return err == nil
}
