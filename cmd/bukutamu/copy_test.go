package main

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/book"
	"bukutamu/internal/store"
	"bukutamu/internal/store/mongo/mongotest"
)

// consoleOf is a console on a data folder and a store.
func consoleOf(t testing.TB, folder, uri string, out ...io.Writer) *console {
	t.Helper()
	s := &Settings{GuestListen: "127.0.0.1:0", StaffListen: "127.0.0.1:0", TLS: "off", Data: folder, Store: uri}
	if err := s.fill(); err != nil {
		t.Fatal(err)
	}
	return &console{ctx: t.Context(), settings: s, out: io.MultiWriter(out...), err: io.Discard, log: slog.New(slog.DiscardHandler)}
}

// The demo goes from SQLite to MongoDB and into another SQLite folder, and comes back equal: every
// document, its version and its times.
func TestCopyThereAndBack(t *testing.T) {
	folder := t.TempDir()
	c := consoleOf(t, folder, "")
	b, first, keys, err := c.openBook(t.Context(), true, time.Now, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.newDemo(b); err != nil {
		t.Fatal(err)
	}
	o, err := b.Home(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	tale := newTale(o)
	for days := range 7 { // one of them at least is a working day
		for _, v := range tale.pastDay(o.Day(time.Now()).AddDate(0, 0, -1-days)) {
			if _, err := b.Keep(t.Context(), o.ID, v); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	there, back := mongotest.Database(t), "sqlite:"+t.TempDir()
	var out bytes.Buffer
	c = consoleOf(t, folder, "", &out)
	if err := (copyCommand{From: "sqlite:" + folder, To: there}).Run(c); err != nil {
		t.Fatal(err)
	}
	if err := (copyCommand{From: "sqlite:" + folder, To: there}).Run(c); err == nil || !strings.Contains(err.Error(), "not empty") {
		t.Errorf("a copy into a filled store: %v", err)
	}
	if err := (copyCommand{From: there, To: back}).Run(c); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(out.String(), "copied: "); n != 2 {
		t.Errorf("%d copies told: %s", n, &out)
	}
	s := c.settings
	one, two := *s, *s
	one.Store, two.Store = "sqlite:"+folder, back
	want, err := one.openDatabase(t.Context(), store.Options{Fingerprint: keys.Fingerprint()})
	if err != nil {
		t.Fatal(err)
	}
	defer want.Close()
	got, err := two.openDatabase(t.Context(), store.Options{Fingerprint: keys.Fingerprint()})
	if err != nil {
		t.Fatal(err)
	}
	defer got.Close()
	if err := compare(t.Context(), want, got); err != nil {
		t.Error(err)
	}
	checked, err := book.New(book.Config{Store: got, Keys: keys, Now: time.Now}).Check(t.Context())
	if err != nil || checked.Visits == 0 {
		t.Errorf("the copy of the copy: %+v %v", checked, err)
	}
}

// half is a target that stops taking documents after some.
type half struct {
	database
	left int
}

func (h *half) Load(ctx context.Context, docs []store.Doc) error {
	if h.left--; h.left < 0 {
		return store.ErrUnavailable
	}
	return h.database.Load(ctx, docs)
}

// A copy that was cut off goes on where it was; a copy of something else is refused.
func TestCopyGoesOn(t *testing.T) {
	c := consoleOf(t, t.TempDir(), "")
	open := func() database {
		c := consoleOf(t, t.TempDir(), "")
		_, d, _, err := c.openBook(t.Context(), true, time.Now, nil)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { d.Close() })
		return d
	}
	source, target := open(), open()
	for i := range 450 {
		d := store.Doc{Office: "kapuas", Kind: "visit", ID: time.Unix(int64(i), 0).UTC().Format("150405"), Body: []byte(`{"n":1.5}`)}
		if _, err := source.Put(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := transfer(c, source, &half{target, 1}, "there"); err == nil {
		t.Fatal("a target that fails was no error")
	}
	if _, err := transfer(c, source, target, "elsewhere"); err == nil || !strings.Contains(err.Error(), "unfinished copy of there") {
		t.Errorf("over the copy of something else: %v", err)
	}
	n, err := transfer(c, source, target, "there")
	if err != nil || n != 450 {
		t.Errorf("%d %v", n, err)
	}
	if err := compare(t.Context(), source, target); err != nil {
		t.Error(err)
	}
	d, err := target.Get(t.Context(), "kapuas", "visit", "000001")
	if err != nil {
		t.Fatal(err)
	}
	d.Body = []byte(`{"n":2}`)
	if _, err := target.Put(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	if err := compare(t.Context(), source, target); err == nil {
		t.Error("a document that differs was not seen")
	}
}

// Nothing is copied while a program serves either side, and nothing serves a copy that is unfinished.
func TestCopyWhileSomethingServes(t *testing.T) {
	uri := mongotest.Database(t)
	keys := mongoOffice(t, uri)
	h := process(t, uri, keys)
	empty := "sqlite:" + t.TempDir()
	refused(t, "serves the database mongodb://", "copy", "--from", uri, "--to", empty, "--data", keys)
	folder := t.TempDir()
	_, stop := serving(t, "--data", folder)
	refused(t, "another bukutamu serves the data in "+folder, "copy", "--from", "sqlite:"+folder, "--to", mongotest.Database(t), "--data", folder)
	stop()
	h.stop()
	if code, out, err := call(t, "copy", "--from", uri, "--to", empty, "--data", keys); code != 0 || !strings.HasPrefix(out, "copied: ") {
		t.Fatalf("after it has stopped: exit %d, %q, %q", code, out, err)
	}

	cut := mongotest.Database(t)
	c := consoleOf(t, keys, cut)
	k, err := c.settings.openKeys(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	d, err := c.settings.openDatabase(t.Context(), store.Options{Fingerprint: k.Fingerprint()})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := begun(t.Context(), d, "sqlite:/srv/tamu"); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"serve", "verify"} {
		refused(t, "an unfinished copy of sqlite:/srv/tamu: repeat the copy", listenAnywhere(command, "--store", cut, "--data", keys)...)
	}
}

// A backup of one store is restored into the other, and what a restore into MongoDB began goes on.
func TestABackupGoesToTheOtherStore(t *testing.T) {
	t.Setenv("BUKUTAMU_PASSPHRASE", "empat kuda di bukit")
	uri := mongotest.Database(t)
	keys := mongoOffice(t, uri)
	ask := func(folder, store string) string {
		t.Helper()
		code, out, err := call(t, "verify", "--data", folder, "--store", store)
		if code != 0 {
			t.Fatalf("verify: exit %d: %s", code, err)
		}
		_, counts, _ := strings.Cut(strings.Split(out, "\n")[0], " documents, ")
		return counts
	}
	want := ask(keys, uri)
	file, folder, there := filepath.Join(t.TempDir(), "b.age"), t.TempDir(), mongotest.Database(t)
	for _, args := range [][]string{
		{"backup", file, "--data", keys, "--store", uri},
		{"restore", file, "--data", folder, "--store", there},
		{"restore", file, "--data", filepath.Join(t.TempDir(), "back")},
	} {
		if code, _, err := call(t, args...); code != 0 {
			t.Fatalf("%q: exit %d: %s", args, code, err)
		}
	}
	if got := ask(folder, there); got != want {
		t.Errorf("restored: %s, was %s", got, want)
	}
	refused(t, "not empty", "restore", file, "--data", folder, "--store", there)
	refused(t, "never overwrites", "restore", file, "--data", otherKeys(t), "--store", mongotest.Database(t))
	refused(t, "does not belong", "restore", file, "--data", t.TempDir(), "--store", mongoOf(t))
}

// mongoOf is the database of another installation.
func mongoOf(t testing.TB) string {
	uri := mongotest.Database(t)
	mongoOffice(t, uri)
	return uri
}
