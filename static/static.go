// Package static holds the files that browsers load: styles, scripts, fonts, icons. They
// are part of the program; nothing comes from outside.
//
// Every file has an address with a hash of its content, under which a browser keeps it
// for ever, and its plain one, which is asked for again each time. References between
// files (url(…) in styles) are rewritten to the hashed addresses when the program starts.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"sync"
)

// Files are the embedded files as they lie in the folder, for those who need the bytes
// (the fonts of paper).
//
//go:embed css js vendor fonts img
var Files embed.FS

// File is one file as it is sent.
type File struct {
	Type   string // content type
	Body   []byte
	Gzip   func() []byte // packed once, when first asked for (the QR reader alone takes 60 ms); nil where it gains nothing
	Fixed  bool          // asked for by its hashed address, which never changes its content
	ETag   string
	Worker bool // the script that decodes QR codes and needs WebAssembly
}

// Prefix is where the files are found on both doors.
const Prefix = "/static/"

var types = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
	".png": "image/png", ".woff2": "font/woff2", ".wasm": "application/wasm", ".webmanifest": "application/manifest+json",
}

// worker is the one script whose answer allows WebAssembly.
const worker = "js/qr-worker.js"

var files, addresses = load()

// URL is the address of a file, by its path in this folder ("css/base.css"). A file that
// does not exist is a mistake of ours and panics.
func URL(name string) string {
	a, ok := addresses[name]
	if !ok {
		panic("static: no such file: " + name)
	}
	return a
}

// Open finds a file by the part of its address after Prefix, hashed or plain.
func Open(name string) (File, bool) {
	f, ok := files[name]
	return f, ok
}

func load() (map[string]File, map[string]string) {
	l := loader{files: map[string]File{}, addresses: map[string]string{}}
	err := fs.WalkDir(Files, ".", func(name string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && types[path.Ext(name)] != "" {
			l.add(name, nil)
		}
		return err
	})
	if err != nil {
		panic(err)
	}
	return l.files, l.addresses
}

type loader struct {
	files     map[string]File
	addresses map[string]string
}

var reference = regexp.MustCompile(`(url\(\s*["']?|@import\s+["'])([^"')]+)`)

// add takes one file in, after those it refers to, and gives its address. above are the
// files that led here: a circle has no hash.
func (l *loader) add(name string, above []string) string {
	if a, ok := l.addresses[name]; ok {
		return a
	}
	for _, a := range above {
		if a == name {
			panic("static: files refer to each other in a circle: " + name)
		}
	}
	body, err := Files.ReadFile(name)
	if err != nil {
		panic("static: " + err.Error())
	}
	ext := path.Ext(name)
	if ext == ".css" {
		body = reference.ReplaceAllFunc(body, func(m []byte) []byte {
			part := reference.FindSubmatch(m)
			target := string(part[2])
			if strings.HasPrefix(target, "#") || strings.HasPrefix(target, "/") {
				return m
			}
			return append(bytes.Clone(part[1]), l.add(path.Join(path.Dir(name), target), append(above, name))...)
		})
	}
	sum := sha256.Sum256(body)
	hash := hex.EncodeToString(sum[:6])
	hashed := strings.TrimSuffix(name, ext) + "." + hash + ext
	f := File{Type: types[ext], Body: body, ETag: `"` + hash + `"`, Worker: name == worker}
	if ext != ".png" && ext != ".woff2" {
		f.Gzip = sync.OnceValue(func() []byte { return pack(body) })
	}
	l.files[name] = f
	f.Fixed = true
	l.files[hashed] = f
	l.addresses[name] = Prefix + hashed
	return l.addresses[name]
}

// pack is nil when it saves less than a tenth.
func pack(body []byte) []byte {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err == nil {
		_, err = z.Write(body)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		panic(fmt.Sprintf("static: %v", err))
	}
	if b.Len() >= len(body)*9/10 {
		return nil
	}
	return b.Bytes()
}
